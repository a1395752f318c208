package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"

	"github.com/partway/partway/wasm/worker/signer"
)

// devSeal is as public as the store's keys. Upload IDs stay good from one
// npm start to the next.
const devSeal = "cGFydHdheSBkZXZlbG9wbWVudCBzZWFsIDAwMDAwMDE="

// newSigner is the signer of the local store's buckets, for this machine only.
// Pages on hosts may ask it as well.
func newSigner(store *url.URL, hosts []string, log io.Writer) (http.Handler, error) {
	origins := []string{"http://localhost:*", "http://127.0.0.1:*"}
	for _, host := range hosts {
		for _, scheme := range []string{"http://", "https://"} {
			origins = append(origins, scheme+host, scheme+host+":*")
		}
	}
	page := configOf(store)
	targets := map[string]any{}
	for name, endpoint := range page.Endpoints {
		targets[name] = map[string]any{
			"dialect": name, "endpoint": endpoint, "addressing": "path", "bucket": page.Buckets[name], "region": page.Regions[name],
			"accessKeyId": page.AccessKeyID, "accessKeySecret": page.AccessKeySecret,
			"key":      "uploads/{date}/{uuid}/{name}",
			"download": 900,
			"allow":    []string{"metadata", "tags", "cacheControl", "contentDisposition", "storageClass"},
		}
	}
	text, err := json.Marshal(map[string]any{
		"targets": targets,
		"origins": origins,
		"seal":    devSeal,
		"auth":    map[string]any{"kind": "none"},
	})
	if err != nil {
		return nil, err
	}
	config, err := signer.ParseConfig(text)
	if err != nil {
		return nil, err
	}
	return signer.New(config, signer.HostEnv(log)), nil
}
