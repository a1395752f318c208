//go:build unix

package disk

import (
	"fmt"
	"os"
	"syscall"
)

// lockFile takes the lock, which the system drops when the process ends.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: another store is using this folder: %w", path, err)
	}
	return f, nil
}
