package signer

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestConfigFaults(t *testing.T) {
	target := func(name string, value any) func(object) {
		return func(o object) { o["targets"].(object)["oss"].(object)[name] = value }
	}
	root := func(name string, value any) func(object) { return func(o object) { o[name] = value } }
	authAs := func(more object) func(object) { return root("auth", more) }
	for want, change := range map[string]func(object){
		`targts is not in the schema. Did you mean "targets"?`: root("targts", object{}),
		"targets is missing":            root("targets", object{}),
		"targets.oss must be an object": func(o object) { o["targets"].(object)["oss"] = 5 },
		`targets.oss.buket is not in the schema. Did you mean "bucket"?`: target("buket", "x"),
		"targets.oss.bucket must be a text":                              target("bucket", 5),
		`Did you mean "oss"?`:                                            target("dialect", "OSS"),
		`has a target "a b", whose name is not`:                          func(o object) { o["targets"].(object)["a b"] = object{} },
		"targets.oss.accessKeyId is missing": func(o object) {
			delete(o["targets"].(object)["oss"].(object), "accessKeyId")
			delete(o["targets"].(object)["oss"].(object), "accessKeySecret")
		},
		`targets.oss.key has {usr}, which is no placeholder. Did you mean "user"?`:                       target("key", "a/{usr}"),
		"targets.oss.maxSize must be a whole number from 1 to":                                           target("maxSize", 1.5),
		"targets.oss.urlSeconds must be a whole number from 30 to":                                       target("urlSeconds", 5),
		"targets.oss.download must be a whole number from 1 to 604800":                                   target("download", 604801),
		"targets.oss.download must be a whole number from 1":                                             target("download", 0),
		"targets.oss.partsOnly must be true or false":                                                    target("partsOnly", "yes"),
		"targets.oss.types must be media types":                                                          target("types", []any{"image"}),
		"targets.oss.types must be a list of texts":                                                      target("types", 5),
		`targets.oss.allow names what is no option that a client could choose. Did you mean "metadata"?`: target("allow", "metadat"),
		"targets.oss.allow names":                                                                        target("allow", "contentType"),
		`Did you mean "Archive"?`:                                                                        target("force", object{"storageClass": "Archve"}),
		"targets.oss.force.acl must be":                                                                  target("force", object{"acl": 5}),
		"targets.oss.origins has at place 2":                                                             target("origins", []any{"https://a.example", "a.example"}),
		"origins has at place 1":                                                                         root("origins", "https://a.example/"),
		"seal is missing":                                                                                root("seal", nil),
		"seal must be":                                                                                   root("seal", "short"),
		"default is not one that there is":                                                               root("default", "os"),
		"auth.kind is missing":                                                                           authAs(object{}),
		`Did you mean "jwt"?`:                                                                            authAs(object{"kind": "jwts"}),
		"auth.token must be":                                                                             authAs(object{"kind": "bearer", "token": "short"}),
		"auth.algorithm is missing":                                                                      authAs(object{"kind": "jwt"}),
		`Did you mean "RS256"?`:                                                                          authAs(object{"kind": "jwt", "algorithm": "RS265"}),
		"auth.secret must have at least 32":                                                              authAs(rules("HS256", "secret", "short")),
		"auth.publicKey and jwks are not":                                                                authAs(rules("HS256", "secret", hmacSecret, "jwks", "https://x")),
		"auth.secret is not for RS256":                                                                   authAs(rules("RS256", "secret", hmacSecret, "jwks", "https://x")),
		"auth.audience is missing":                                                                       authAs(rules("RS256", "jwks", "https://x", "audience", "")),
		"auth.publicKey or jwks must be":                                                                 authAs(rules("RS256")),
		"auth.cookie must be the name":                                                                   authAs(rules("HS256", "secret", hmacSecret, "cookie", "a b")),
		"auth.kind is missing: jwt":                                                                      authAs(object{"kind": ""}),
		`targets.oss.force is refused: "storageclass" is not an option. Did you mean "storageClass"?`: target("force", object{"storageclass": "IA"}),
		"targets.oss is refused: ":                   target("bucket", "A"),
		"auth.cookie is for jwt only":                authAs(object{"kind": "bearer", "token": hmacSecret, "cookie": "x"}),
		"auth.publicKey must be a JWK of an RSA key": authAs(rules("RS256", "publicKey", ecJWK(ecPrivate))),
		"auth.publicKey must be a JWK of a key on":   authAs(rules("ES256", "publicKey", rsaJWK(rsaPrivate))),
		"auth.jwks must be an https URL":             authAs(rules("RS256", "jwks", "http://localhost:1@evil.example/")),
		"auth.cookie does not go together with an origin *, which the target cos has": func(o object) {
			authAs(rules("HS256", "secret", hmacSecret, "cookie", "session"))(o)
			o["targets"].(object)["cos"].(object)["origins"] = "*"
		},
		"webhook.url must be an https URL":                              root("webhook", object{"url": "http://localhost:1@evil.example/", "secret": hmacSecret}),
		"webhook.secret must be":                                        root("webhook", object{"url": "https://a.example"}),
		"janitor.days must be a whole":                                  root("janitor", object{"days": 0}),
		"uploadSeconds of the target s3 must be at most 86400":          root("janitor", object{"days": 1}),
		"targets.oss.key has neither {uuid} nor {user}":                 target("key", "uploads/{date}/{name}"),
		"targets.oss.key has no {uuid}, and {user} is one and the same": target("key", "uploads/{user}/{name}"),
		"targets.oss.overwrite must be true or false":                   target("overwrite", "yes"),
		"janitor.days would remove uploads of others":                   func(o object) { target("key", "{uuid}")(o); o["janitor"] = object{"days": 7} },
	} {
		o := settings()
		change(o)
		text, err := json.Marshal(o)
		require.NoError(t, err)
		_, err = ParseConfig(text)
		require.ErrorContains(t, err, want)
		require.NotContains(t, err.Error(), storeSecret)
		require.NotContains(t, err.Error(), hmacSecret)
	}
}

// Secrets come in an object of their own, over the rest.
func TestConfigInTwoObjects(t *testing.T) {
	o := settings()
	secret := object{"seal": o["seal"], "targets": object{}}
	delete(o, "seal")
	for name, target := range o["targets"].(object) {
		secret["targets"].(object)[name] = object{"accessKeySecret": storeSecret}
		delete(target.(object), "accessKeySecret")
	}
	a, _ := json.Marshal(o)
	b, _ := json.Marshal(secret)
	c, err := ParseConfig(a, b)
	require.NoError(t, err)
	require.Equal(t, []string{"s3", "cos", "oss"}, targetNames(c.targets))
	_, err = ParseConfig(a)
	require.Error(t, err)
	for _, bad := range []string{"", "[]", "{", "5", strings.Repeat(`{"a":`, 100)} {
		_, err := ParseConfig([]byte(bad))
		require.Error(t, err)
	}
}

func FuzzParseConfig(f *testing.F) {
	text, _ := json.Marshal(settings())
	f.Add(text)
	f.Add(
		[]byte(
			`{"targets":{"a":{"force":{"tags":{"a":"b"}}}},"seal":["` + base64.StdEncoding.EncodeToString(
				make([]byte, 32),
			) + `"]}`,
		),
	)
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := ParseConfig(b); err == nil {
			require.NotEmpty(t, c.targets)
			require.NotEmpty(t, c.seal)
			require.NotEmpty(t, c.auth.kind)
		}
	})
}
