// Serve is the development server of the page: it hands out the files of one
// folder, under the strict content security policy Partway promises to work
// with, tells the page where the local store is, and holds the store's keys in
// the signer, under /s3/.
package main

import (
	"flag"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/partway/partway/scripts/internal/guard"
)

func main() {
	log.SetFlags(0)
	listen := flag.String("listen", "127.0.0.1:8787", "`address` to listen on")
	folder := flag.String("root", "build/web", "`folder` of the page's files")
	store := flag.String("store", "http://localhost:8788", "`origin` of the local store")
	weather := flag.Bool("weather", false, "let the page set the faults of a store that runs with -faults")
	hosts := flag.String("hosts", "", "`list` of hosts beside this machine's own that are served, with their pages")
	flag.Parse()

	if err := serve(*listen, *folder, *store, guard.ParseHosts(*hosts), *weather); err != nil {
		log.Fatalf("serve: %v", err)
	}
}

func serve(listen, folder, store string, hosts []string, weather bool) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	handler, err := newHandler(root.FS(), store, hosts, weather, os.Stderr)
	if err != nil {
		return err
	}
	server := &http.Server{
		Addr:              listen,
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		WriteTimeout:      10 * time.Minute, // a store may take long to complete an upload
		IdleTimeout:       2 * time.Minute,
	}
	log.Printf("serve: %s on http://%s/", folder, listen)
	return server.ListenAndServe()
}
