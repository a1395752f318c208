package auth

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"

	"github.com/partway/partway/scripts/store/internal/fault"
	"github.com/partway/partway/scripts/store/internal/vendor"
)

// Form are the fields of a posted form by lower-case name.
type Form map[string]string

// formScheme is how the policy of a form is signed.
type formScheme struct {
	applies   func(f Form) bool
	read      func(f Form, cl *claim) bool // id, token, signature, scope, start and end
	signature func(secret string, f Form, cl *claim, policy string) string
}

// formSchemes by their names in core/sign.
var formSchemes = map[string]formScheme{
	"oss-v4": {
		applies: func(f Form) bool { return f["x-oss-signature-version"] != "" },
		read: func(f Form, cl *claim) bool {
			cl.signature, cl.token = f["x-oss-signature"], f["x-oss-security-token"]
			return f["x-oss-signature-version"] == ossV4Algorithm && cl.readCredential(f["x-oss-credential"]) &&
				cl.readMoment(f["x-oss-date"])
		},
		signature: func(secret string, f Form, cl *claim, _ string) string {
			return hex.EncodeToString(mac256(signingKey("aliyun_v4"+secret, cl.scope), f["policy"]))
		},
	},
	"oss-v1": {
		applies: func(f Form) bool { return f["ossaccesskeyid"] != "" },
		read: func(f Form, cl *claim) bool {
			cl.id, cl.signature, cl.token = f["ossaccesskeyid"], f["signature"], f["x-oss-security-token"]
			return true
		},
		signature: func(secret string, f Form, _ *claim, _ string) string {
			return base64.StdEncoding.EncodeToString(mac1([]byte(secret), f["policy"]))
		},
	},
	"cos": {
		applies: func(f Form) bool { return f["q-sign-algorithm"] != "" },
		read: func(f Form, cl *claim) (ok bool) {
			cl.id, cl.signature, cl.token = f["q-ak"], f["q-signature"], f[cosToken]
			cl.start, cl.end, ok = window(f["q-key-time"])
			return ok && f["q-sign-algorithm"] == "sha1"
		},
		signature: func(secret string, f Form, _ *claim, policy string) string {
			key := hex.EncodeToString(mac1([]byte(secret), f["q-key-time"]))
			sum := sha1.Sum([]byte(policy))
			return hex.EncodeToString(mac1([]byte(key), hex.EncodeToString(sum[:])))
		},
	},
	"aws-v4": {
		applies: func(f Form) bool { return f["x-amz-algorithm"] != "" },
		read: func(f Form, cl *claim) bool {
			cl.signature, cl.token = f["x-amz-signature"], f["x-amz-security-token"]
			return f["x-amz-algorithm"] == awsAlgorithm && cl.readCredential(f["x-amz-credential"]) &&
				cl.readMoment(f["x-amz-date"])
		},
		signature: func(secret string, f Form, cl *claim, _ string) string {
			return hex.EncodeToString(mac256(signingKey("AWS4"+secret, cl.scope), f["policy"]))
		},
	},
}

// maxFormAge is how old the date of a signed form may be: 7 days.
const maxFormAge = 7 * 24 * time.Hour

// CheckForm checks the signature of a form's policy and returns the policy's text.
func (c *Checker) CheckForm(v *vendor.Vendor, f Form, now time.Time) (policy []byte, _ *fault.Fault) {
	for _, name := range v.Schemes {
		s := formSchemes[name]
		if !s.applies(f) {
			continue
		}
		policy, err := base64.StdEncoding.DecodeString(f["policy"])
		if err != nil || len(policy) == 0 {
			return nil, fault.New(fault.FormPolicyInvalid, "Invalid Policy: it is not base64.")
		}
		cl := &claim{scheme: schemes[name], presigned: true}
		if !s.read(f, cl) {
			return nil, fault.New(fault.BadQueryAuth, "The fields of the signature are missing or invalid.")
		}
		if flt := c.checkScope(cl); flt != nil {
			return nil, flt
		}
		if flt := formTime(cl, now); flt != nil {
			return nil, flt
		}
		who, flt := c.identify(cl.id, cl.token, now)
		if flt != nil {
			return nil, flt
		}
		if !equal(s.signature(who.Secret, f, cl, string(policy)), strings.TrimSpace(cl.signature)) {
			return nil, fault.New(fault.SignatureDoesNotMatch, "The signature of the policy does not match.").
				With(cl.scheme.keyElement, cl.id).With("StringToSign", f["policy"])
		}
		return policy, nil
	}
	return nil, fault.New(fault.AccessDenied, "The form is not signed.")
}

// formTime: the policy has an expiry of its own, checked with its conditions.
func formTime(cl *claim, now time.Time) *fault.Fault {
	unix := now.Unix()
	switch {
	case cl.start > unix+defaultSkew, cl.start != 0 && cl.end == 0 && cl.start < unix-int64(maxFormAge/time.Second):
		return skewed(cl.start, now, defaultSkew)
	case cl.end != 0 && unix > cl.end:
		return fault.New(fault.AccessDenied, "Request has expired").With("ServerTime", stamp(now))
	}
	return nil
}
