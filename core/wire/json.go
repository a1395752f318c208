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
// which are flat or inside {"Error": …}; it accepts more than JSON and stops
// at the first thing that it cannot be.
func jsonFields(body []byte, visit func(name, value string)) {
	name := ""
	for i := 0; i < len(body); {
		switch c := body[i]; {
		case c == '"':
			s, n := jsonText(body[i:])
			if n == 0 {
				return
			}
			if i += n; name != "" {
				visit(name, s)
				name = ""
			} else if i = skipBlank(body, i); i < len(body) && body[i] == ':' {
				name = s
				i = skipBlank(body, i+1)
			}
		case name != "" && (c == '-' || '0' <= c && c <= '9'):
			from := i
			for i < len(body) && (body[i] == '-' || '0' <= body[i] && body[i] <= '9') {
				i++
			}
			visit(name, string(body[from:i]))
			name = ""
		default:
			name = ""
			i++
		}
	}
}

func skipBlank(b []byte, i int) int {
	for i < len(b) && isBlank(b[i]) {
		i++
	}
	return i
}

// jsonText is the text at the start of b and its length with quotes, 0 if it
// does not end. Of the escapes, \u is left as it stands.
func jsonText(b []byte) (s string, n int) {
	var out []byte
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '"':
			return string(out), i + 1
		case '\\':
			i++
			if i < len(b) {
				out = append(out, jsonEscape(b[i])...)
			}
		default:
			out = append(out, b[i])
		}
	}
	return "", 0
}

func jsonEscape(c byte) string {
	switch c {
	case 'n', 'r', 't', 'b', 'f':
		return " "
	case 'u':
		return `\u`
	}
	return string(rune(c))
}
