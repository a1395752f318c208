package main

import (
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/partway/partway/scripts/internal/guard"
	"github.com/partway/partway/scripts/store/internal/auth"
	"github.com/partway/partway/scripts/store/internal/cors"
	"github.com/partway/partway/scripts/store/internal/misbehave"
	"github.com/partway/partway/scripts/store/internal/server"
	"github.com/partway/partway/scripts/store/internal/vendor"
)

// options are the flags. Each has a default from the environment: -sts-expires
// from PARTWAY_STORE_STS_EXPIRES, and so on.
type options struct {
	listen, data       string
	sync               bool
	quota              int64
	buckets            string
	key, secret        string
	sts, stsExpires    string
	region             string
	origins, corsRules string
	hosts              string
	deny, within       string
	logLevel           string
	clock              time.Duration
	faults             bool
}

func parseOptions(args []string) (*options, error) {
	o := &options{}
	f := flag.NewFlagSet("store", flag.ExitOnError)
	f.StringVar(&o.listen, "listen", "127.0.0.1:8788", "`host:port` to listen on; port 0 takes a free one")
	f.StringVar(&o.listen, "addr", o.listen, "the same as -listen: `host:port`")
	f.StringVar(&o.data, "data", ".partway/store", "`folder` of the data")
	f.BoolVar(&o.sync, "sync", true, "flush data to the medium before answering")
	f.StringVar(
		&o.buckets,
		"buckets",
		"oss/partway-dev,cos/partway-1250000000,s3/partway-dev",
		"`list` of dialect/bucket",
	)
	f.StringVar(&o.key, "key", "partway-dev-key", "access key `ID`")
	f.StringVar(&o.secret, "secret", "partway-dev-secret", "access key `secret`")
	f.StringVar(
		&o.sts,
		"sts",
		"partway-sts-key:partway-sts-secret:partway-sts-token",
		"temporary credentials, `id:secret:token`; empty: none",
	)
	f.StringVar(
		&o.stsExpires,
		"sts-expires",
		"",
		"end of the temporary credentials: a `time` (RFC 3339), or a duration from now on; empty: never",
	)
	f.StringVar(&o.region, "region", "", "the only `region` that credential scopes may name; empty: any")
	f.StringVar(
		&o.origins,
		"origins",
		"http://localhost:*,http://127.0.0.1:*",
		"`list` of origins whose pages may use the store; * for all, empty for none",
	)
	f.StringVar(
		&o.corsRules,
		"cors",
		"",
		`JSON `+"`file`"+` with CORS rules in place of -origins: {"rules":[{"origins":[],"methods":[],"headers":[],"expose":[],"maxAge":0}]}`,
	)
	f.StringVar(
		&o.hosts,
		"hosts",
		"",
		"`list` of hosts beside this machine's own that the store may be reached by, and whose pages may ask it",
	)
	f.StringVar(
		&o.deny,
		"deny",
		"",
		"`list` of operations (abort) or actions (s3:AbortMultipartUpload) that the keys have no permission for",
	)
	f.Int64Var(&o.quota, "quota", 0, "`bytes` that the data may take, roughly; 0: as many as there is room for")
	f.StringVar(&o.within, "within", "", "`prefix` of the object keys that the keys have permissions for; empty: any")
	f.DurationVar(
		&o.clock,
		"clock",
		0,
		"`duration` that the store's clock is ahead of the machine's, to try clients whose clock is wrong",
	)
	f.BoolVar(
		&o.faults,
		"faults",
		false,
		"let programs on this machine set faults at "+misbehave.ControlPath+", to try clients",
	)
	f.StringVar(&o.logLevel, "log", "info", "least `level` of log lines: debug, info, warn, error")
	var err error
	f.VisitAll(func(flag *flag.Flag) {
		name := "PARTWAY_STORE_" + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_"))
		if v, ok := os.LookupEnv(name); ok {
			if e := flag.Value.Set(v); e != nil {
				err = fmt.Errorf("%s: %w", name, e)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	if f.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q", f.Arg(0))
	}
	return o, nil
}

// config is what the flags mean, all but the disk.
func (o *options) config() (c server.Config, err error) {
	if c.Buckets, err = parseBuckets(o.buckets); err != nil {
		return c, err
	}
	if c.Auth, err = o.checker(); err != nil {
		return c, err
	}
	if c.CORS, err = o.cors(); err != nil {
		return c, err
	}
	c.Guard.Hosts = guard.ParseHosts(o.hosts)
	if c.Policy.Within = o.within; o.deny != "" {
		c.Policy.Deny = strings.Split(o.deny, ",")
	}
	if err := c.Policy.Check(); err != nil {
		return c, fmt.Errorf("-deny: %w", err)
	}
	now := time.Now
	if o.faults {
		trouble := &misbehave.Store{}
		c.Middleware, now = trouble.Middleware, trouble.Now
	}
	c.Now = func() time.Time { return now().Add(o.clock) }
	var level slog.Level
	if err := level.UnmarshalText([]byte(o.logLevel)); err != nil {
		return c, fmt.Errorf("-log: %w", err)
	}
	c.Log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	return c, nil
}

func (o *options) checker() (*auth.Checker, error) {
	c := &auth.Checker{Region: o.region, Identities: []auth.Identity{{ID: o.key, Secret: o.secret}}}
	if o.sts == "" {
		return c, nil
	}
	fields := strings.SplitN(o.sts, ":", 3)
	if len(fields) != 3 || fields[0] == "" || fields[1] == "" || fields[2] == "" {
		return nil, errors.New("-sts: it must be id:secret:token")
	}
	sts := auth.Identity{ID: fields[0], Secret: fields[1], Token: fields[2]}
	if o.stsExpires != "" {
		if d, err := time.ParseDuration(o.stsExpires); err == nil {
			sts.Expires = time.Now().Add(d)
		} else if sts.Expires, err = time.Parse(time.RFC3339, o.stsExpires); err != nil {
			return nil, fmt.Errorf("-sts-expires: neither a duration nor RFC 3339: %q", o.stsExpires)
		}
	}
	c.Identities = append(c.Identities, sts)
	return c, nil
}

func (o *options) cors() (cors.Rules, error) {
	if o.corsRules != "" {
		text, err := os.ReadFile(o.corsRules)
		if err != nil {
			return nil, err
		}
		rules, err := cors.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", o.corsRules, err)
		}
		return rules, nil
	}
	if o.origins == "" {
		return nil, nil
	}
	return cors.Default(strings.Split(o.origins, ",")), nil
}

// parseBuckets reads "oss/a,cos/b-1250000000"; the names become folder names.
func parseBuckets(list string) (map[string][]string, error) {
	buckets := map[string][]string{}
	for _, item := range strings.Split(list, ",") {
		dialect, name, ok := strings.Cut(strings.TrimSpace(item), "/")
		v, known := vendor.ByName(dialect)
		if !ok || !known {
			return nil, fmt.Errorf("-buckets: %q is not dialect/bucket with oss, cos or s3", item)
		}
		if len(name) < v.Bucket.MinLen || len(name) > v.Bucket.MaxLen ||
			strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-."+v.Bucket.Extra) != "" ||
			name[0] == '.' {
			return nil, fmt.Errorf("-buckets: %q is no name for a bucket", name)
		}
		buckets[dialect] = append(buckets[dialect], name)
	}
	return buckets, nil
}
