// Store is a local object store for development and tests. It speaks the
// upload side of OSS, COS and S3 on one port, checks every signature and keeps
// its data in a folder. It is no emulation of anything else those services do.
//
//	go run ./scripts/store -listen 127.0.0.1:8788 -data .partway/store
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/partway/partway/scripts/store/internal/disk"
	"github.com/partway/partway/scripts/store/internal/server"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "store:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	interrupted, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	o, err := parseOptions(args)
	if err != nil {
		return err
	}
	config, err := o.config()
	if err != nil {
		return err
	}
	if config.Disk, err = disk.Open(o.data, o.sync); err != nil {
		return err
	}
	defer config.Disk.Close()
	config.Disk.Quota = o.quota
	config.Disk.Aside = func(record, movedTo string, why error) {
		config.Log.Error("record put aside", slog.String("record", record), slog.String("to", movedTo), slog.Any("why", why))
	}
	handler, err := server.New(config)
	if err != nil {
		return err
	}
	listener, err := listen(o.listen)
	if err != nil {
		return err
	}
	config.Log.Info("store is up", slog.String("addr", listener.Addr().String()), slog.String("data", o.data))
	return serve(interrupted, stop, listener, handler)
}

// Limits of a connection. Bodies and downloads have a deadline that moves along with their bytes.
const (
	headerBytes   = 64 << 10
	headerTimeout = 20 * time.Second
	idleTimeout   = 2 * time.Minute
	graceTimeout  = 2 * time.Second
)

// serve answers until Ctrl-C, and then lets requests end for a while. A second
// Ctrl-C ends at once.
func serve(interrupted context.Context, stop func(), listener net.Listener, handler http.Handler) error {
	s := &http.Server{
		Handler:           handler,
		MaxHeaderBytes:    headerBytes,
		ReadHeaderTimeout: headerTimeout,
		IdleTimeout:       idleTimeout,
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-interrupted.Done():
	}
	stop()
	grace, cancel := context.WithTimeout(context.Background(), graceTimeout)
	defer cancel()
	if err := s.Shutdown(grace); errors.Is(err, context.DeadlineExceeded) {
		return s.Close()
	} else if err != nil {
		return err
	}
	return nil
}
