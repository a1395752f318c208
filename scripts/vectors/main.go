// Command vectors prints, for every vector of a folder, one line of JSON: what
// the signer is given and what must come out. With it programs in other
// languages check the WebAssembly module without knowing how a vector is read.
//
//	go run ./scripts/vectors [folder]
//
// The folder is by default the one in PARTWAY_VECTORS, else the project's copy.
// Vectors that no store would accept are left out.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/partway/partway/core/coretest/vectors"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/sign"
)

type line struct {
	ID     string `json:"id"`
	Scheme string `json:"scheme"` // name in core/sign
	Form   string `json:"form"`   // "header" or "query"

	Method  string      `json:"method"`
	Target  target      `json:"target"`
	Query   [][2]string `json:"query"`   // name, value; not escaped
	Headers [][2]string `json:"headers"` // without those that the signer makes

	Params params `json:"params"`
	Want   want   `json:"want"`
}

type target struct {
	Scheme string `json:"scheme"`
	Host   string `json:"host"`
	Base   string `json:"base"`
	Region string `json:"region"`
	Bucket string `json:"bucket"`
	Key    string `json:"key"`
	Style  string `json:"style"` // "virtual", "path" or "bound"
}

type params struct {
	AccessKeyID     string   `json:"accessKeyId"`
	AccessKeySecret string   `json:"accessKeySecret"`
	SecurityToken   string   `json:"securityToken"`
	Time            int64    `json:"time"`    // Unix seconds
	Expires         int64    `json:"expires"` // seconds
	Payload         string   `json:"payload"`
	Headers         []string `json:"headers"` // null: the scheme's own choice
	Query           []string `json:"query"`   // null: all
}

type want struct {
	Signature    string `json:"signature"`
	StringToSign string `json:"stringToSign"`
	Canonical    string `json:"canonical"` // empty: not recorded
}

func main() {
	folder := cmp.Or(os.Getenv("PARTWAY_VECTORS"), "core/testdata/vectors")
	if len(os.Args) > 1 {
		folder = os.Args[1]
	}
	out := bufio.NewWriter(os.Stdout)
	err := cmp.Or(write(out, folder), out.Flush())
	if err != nil {
		fmt.Fprintln(os.Stderr, "vectors:", err)
		os.Exit(1)
	}
}

func write(w io.Writer, folder string) error {
	all, err := vectors.Load(folder)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for i := range all {
		if !all[i].Target() {
			continue
		}
		l, err := assemble(&all[i])
		if err != nil {
			return fmt.Errorf("%s: %w", all[i].ID, err)
		}
		if err := encoder.Encode(l); err != nil {
			return err
		}
	}
	return nil
}

var styles = map[request.Style]string{request.Virtual: "virtual", request.PathStyle: "path", request.Bound: "bound"}

func assemble(v *vectors.Vector) (line, error) {
	c, err := v.Assemble()
	if err != nil {
		return line{}, err
	}
	t := c.Request.Target
	return line{
		ID: v.ID, Scheme: c.Scheme, Form: c.Form, Method: c.Request.Method,
		Target: target{t.Scheme, t.Host, t.Base, t.Region, t.Bucket, t.Key, styles[t.Style]},
		Query:  list(c.Request.Query), Headers: list(c.Request.Headers), Params: paramsOf(c.Params),
		Want: want{v.Expect.Signature, v.Expect.StringToSign, v.Expect.Canonical},
	}, nil
}

func paramsOf(p sign.Params) params {
	return params{p.ID, p.Secret, p.Token, p.Time, p.Expires, p.Payload, p.Headers, p.Query}
}

func list(pairs []request.Pair) [][2]string {
	out := make([][2]string, 0, len(pairs))
	for _, p := range pairs {
		out = append(out, [2]string{p.Name, p.Value})
	}
	return out
}
