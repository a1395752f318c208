package options

import (
	"slices"
	"strings"

	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/internal/text"
)

// headerFault says what keeps a text from being a header's value; empty for
// nothing. Browsers throw on what is beyond Latin-1, and stores read the rest
// of it differently.
func headerFault(value string) string {
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case c == '\r' || c == '\n':
			return "must not contain line ends."
		case c < ' ' || c == 0x7f:
			return "must not contain control characters."
		case c > 0x7f:
			return "must be ASCII in a header. Percent-encode it."
		}
	}
	return ""
}

// tokenExtra are the characters of an HTTP token (RFC 9110, section 5.6.2)
// beside letters and digits.
const tokenExtra = "!#$%&'*+-.^_`|~"

func token(s string) bool { return s != "" && only(s, tokenExtra) }

func mediaTypeFault(value string) string {
	essence, _, _ := cut(value, ';')
	kind, sub, _ := cut(trim(essence), '/')
	if !token(kind) || !token(sub) {
		return "is not a media type, such as image/jpeg."
	}
	return ""
}

// granteesFault checks key="value" with commas between them. Values hold no
// quotation mark or comma in any store, so a cut at commas is exact.
func granteesFault(value string, keys []string) string {
	for _, item := range split(value, ',') {
		key, id, found := cut(trim(item), '=')
		if !found || !slices.Contains(keys, key) || len(id) < 3 || id[0] != '"' ||
			strings.IndexByte(id[1:], '"') != len(id)-2 {
			return "is not a list of grantees, such as " + keys[0] + `="100000000001",` + keys[0] + `="100000000002". Legal keys: ` + join(
				keys,
				", ",
			) + "."
		}
	}
	return ""
}

// jsonFault takes whatever has the braces of an object: a page makes JSON by
// JSON.stringify, and a full check would cost it half a kilobyte.
func jsonFault(value string) string {
	if len(value) < 2 || value[0] != '{' || value[len(value)-1] != '}' {
		return "must be a JSON object."
	}
	return ""
}

// base64JSON encodes a JSON object; one that is base64 already is passed on.
func base64JSON(value string, most int64) (wire, fault string) {
	wire = value
	if strings.HasPrefix(value, "{") {
		wire = text.Base64([]byte(value))
	} else if raw, ok := text.Base64Decode(value); ok {
		value = string(raw)
	}
	if jsonFault(value) != "" {
		return "", "must be a JSON object, as it is or in base64."
	}
	if int64(len(wire)) > most {
		return "", "has " + count(len(wire)) + " bytes in base64; at most " + decimal.String(most) + " are allowed."
	}
	return wire, ""
}

// keyFault checks the key of an encryption whose key the customer holds. Over
// plain HTTP anyone could read it on the way; only this machine is trusted
// without TLS, as browsers do.
func (p *parser) keyFault(key string) string {
	raw, ok := text.Base64Decode(key)
	switch {
	case !ok:
		return "must be base64 of 32 bytes, and it is not base64."
	case len(raw) != 32:
		return "must be base64 of 32 bytes, and it holds " + count(len(raw)) + "."
	case p.Target.Scheme != "https" && !loopback(p.Target.Host):
		return "needs https: the key is part of each request."
	}
	return ""
}
