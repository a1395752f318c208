//go:build !unix

package disk

import "os"

// lockFile opens the file only: there is no portable lock that ends with the process.
func lockFile(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
}
