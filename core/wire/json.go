package wire

// isJSON reports whether body begins like a JSON object or list.
func isJSON(body []byte) bool {
	for _, c := range body {
		if !isBlank(c) {
			return c == '{' || c == '['
		}
	}
	return false
}

// jsonFields hands every member with a text or number value to visit, however
// deep it stands. That is all there is to read in the JSON errors of gateways,
// which are flat or inside {"Error": …}. It takes more than JSON and stops
// where a text does not end; of an escape it keeps the character.
func jsonFields(body []byte, visit func(name, value string)) {
	name, last := "", "" // the member that waits for its value; the last text
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case isBlank(c):
		case c == ':':
			name = last
		case c == '"' || c == '-' || '0' <= c && c <= '9':
			var ended bool
			if last, i, ended = jsonValue(body, i); !ended {
				return
			}
			if name != "" {
				visit(name, last)
				last = ""
			}
			name = ""
		default:
			name, last = "", ""
		}
	}
}

// jsonValue is the text or number at body[i], and where its last byte is.
func jsonValue(body []byte, i int) (value string, last int, ended bool) {
	quoted := body[i] == '"'
	if quoted {
		i++
	}
	var out []byte
	for ; i < len(body); i++ {
		c := body[i]
		switch {
		case quoted && c == '"':
			return string(out), i, true
		case !quoted && c != '-' && (c < '0' || c > '9'):
			return string(out), i - 1, true
		case c == '\\' && i+1 < len(body):
			i++
			c = body[i]
		}
		out = append(out, c)
	}
	return "", i, false
}
