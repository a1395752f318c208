package main

import (
	"encoding/json"
	"net/url"
)

// config is what the page starts with: the local store, filled in so that a
// first upload needs no typing. The store knows this key pair from the same
// defaults; it guards nothing but that store.
type config struct {
	Endpoints       map[string]string `json:"endpoints"`
	Buckets         map[string]string `json:"buckets"`
	Regions         map[string]string `json:"regions"`
	AccessKeyID     string            `json:"accessKeyId"`
	AccessKeySecret string            `json:"accessKeySecret"`
	Weather         bool              `json:"weather,omitempty"`
}

func pageConfig(store *url.URL, weather bool) ([]byte, error) {
	c := configOf(store)
	c.Weather = weather
	return json.Marshal(c)
}

func configOf(store *url.URL) config {
	origin := store.String()
	return config{
		Endpoints: map[string]string{
			"oss": origin + "/oss",
			"cos": origin + "/cos",
			"s3":  origin + "/s3",
		},
		Buckets: map[string]string{
			"oss": "partway-dev",
			"cos": "partway-1250000000",
			"s3":  "partway-dev",
		},
		Regions: map[string]string{
			"oss": "cn-hangzhou",
			"cos": "ap-guangzhou",
			"s3":  "us-east-1",
		},
		AccessKeyID:     "partway-dev-key",
		AccessKeySecret: "partway-dev-secret",
	}
}
