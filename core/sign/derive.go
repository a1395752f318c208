package sign

import (
	"github.com/partway/partway/core/internal/hash"
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/internal/when"
)

// family is what the two V4 schemes have in common: a key derived step by step
// from the secret for one day, region and service, and a string to sign that
// holds the digest of the canonical request.
type family struct {
	algorithm  string // first line of the string to sign
	prefix     string // in front of the secret in the first step
	service    string
	terminator string // last step, and last part of the scope
}

// scope is "day/region/service/terminator".
func (f *family) scope(p *Params, region string) string {
	return text.Cat(when.Day(p.Time), "/", region, "/", f.service, "/", f.terminator)
}

// credential is the access key's ID and the scope.
func (f *family) credential(p *Params, region string) string {
	return text.Cat(p.ID, "/", f.scope(p, region))
}

func (f *family) key(p *Params, region string) Key {
	k := hash.HMACSHA256([]byte(text.Cat(f.prefix, p.Secret)), []byte(when.Day(p.Time)))
	for _, step := range [...]string{region, f.service, f.terminator} {
		k = hash.HMACSHA256(k[:], []byte(step))
	}
	return Key{scope: f.scope(p, region), bytes: k[:]}
}

// finish makes the string to sign and the signature of a canonical request.
func (f *family) finish(s *Signed, p *Params) {
	region := s.Request.Target.Region
	digest := hash.SHA256([]byte(s.Canonical))
	s.StringToSign = text.Cat(f.algorithm, "\n", when.ISO(p.Time), "\n", f.scope(p, region), "\n", text.Hex(digest[:]))
	s.Signature = f.signature(s.StringToSign, p, region)
}

// signature signs a string to sign, or the base64 of a form's policy.
func (f *family) signature(message string, p *Params, region string) string {
	key := p.Key
	if key.scope != f.scope(p, region) {
		key = f.key(p, region)
	}
	mac := hash.HMACSHA256(key.bytes, []byte(message))
	return text.Hex(mac[:])
}
