package sign

import (
	"github.com/partway/partway/core/internal/escape"
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/request"
)

// trim removes what HTTP takes away around a header value, which is all that a
// store sees of it.
func trim(s string) string { return text.Trim(s, " \t") }

// headerLines are the headers to sign: names in lower case, values as they
// arrive, sorted by name. Host is what the browser will send, whatever the
// request's own headers say.
func headerLines(r *request.Request, signs func(name string) bool) []request.Pair {
	lines := make([]request.Pair, 0, len(r.Headers)+1)
	for _, h := range r.Headers {
		if name := request.Lower(h.Name); name != "host" && signs(name) {
			lines = append(lines, request.Pair{Name: name, Value: trim(h.Value)})
		}
	}
	if signs("host") {
		lines = append(lines, request.Pair{Name: "host", Value: r.Target.Host})
	}
	sortPairs(lines, func(a, b request.Pair) bool { return a.Name < b.Name })
	return lines
}

// joinRepeated makes one line of headers that come more than once, as a
// receiver does; it reuses the memory of lines.
func joinRepeated(lines []request.Pair) []request.Pair {
	out := lines[:0]
	for _, l := range lines {
		if n := len(out); n > 0 && out[n-1].Name == l.Name {
			out[n-1].Value = text.Cat(out[n-1].Value, ",", l.Value)
			continue
		}
		out = append(out, l)
	}
	return out
}

// lineText is "name:value\n" for each header.
func lineText(lines []request.Pair) string {
	var b text.Buffer
	for _, l := range lines {
		b.Add(l.Name, ":", l.Value, "\n")
	}
	return b.String()
}

// names are the names of the pairs, joined by semicolons.
func names(pairs []request.Pair) string {
	var b text.Buffer
	separator := ""
	for _, p := range pairs {
		b.Add(separator, p.Name)
		separator = ";"
	}
	return b.String()
}

// joined is the pairs as name=value, joined by ampersands. With bare, a pair
// without a value is its name alone.
func joined(pairs []request.Pair, bare bool) string {
	var b text.Buffer
	separator := ""
	for _, p := range pairs {
		equals := "="
		if bare && p.Value == "" {
			equals = ""
		}
		b.Add(separator, p.Name, equals, p.Value)
		separator = "&"
	}
	return b.String()
}

// escapedQuery is the parameters, escaped and then sorted: escaping changes
// the order of names that hold other characters than letters and digits.
func escapedQuery(query []request.Pair) []request.Pair {
	out := make([]request.Pair, len(query))
	for i, q := range query {
		out[i] = request.Pair{Name: escape.String(q.Name), Value: escape.String(q.Value)}
	}
	sortPairs(out, lessPair)
	return out
}

func lessPair(a, b request.Pair) bool {
	return a.Name < b.Name || a.Name == b.Name && a.Value < b.Value
}

// sortPairs is a stable insertion sort. A request has a few dozen pairs at
// most, and package slices' sort is three kilobytes of a page's download.
func sortPairs(pairs []request.Pair, less func(a, b request.Pair) bool) {
	for i := 1; i < len(pairs); i++ {
		for j := i; j > 0 && less(pairs[j], pairs[j-1]); j-- {
			pairs[j], pairs[j-1] = pairs[j-1], pairs[j]
		}
	}
}

// listed reports whether name, in lower case, is in list in any letter case.
func listed(list []string, name string) bool {
	for _, l := range list {
		if request.EqualFold(l, name) {
			return true
		}
	}
	return false
}

// setHeaders gives r a new list of headers in which the given ones stand last
// and replace those of the same name; pairs without a value only remove.
func setHeaders(r *request.Request, set ...request.Pair) {
	headers := make([]request.Pair, 0, len(r.Headers)+len(set)+1)
	for _, h := range r.Headers {
		if _, replaced := request.Find(set, h.Name); !replaced {
			headers = append(headers, h)
		}
	}
	r.Headers = appendGiven(headers, set)
}

// addQuery gives r a new list of parameters with the given ones behind its
// own; pairs without a value are not added.
func addQuery(r *request.Request, add ...request.Pair) {
	query := make([]request.Pair, 0, len(r.Query)+len(add)+1)
	r.Query = appendGiven(append(query, r.Query...), add)
}

// appendGiven appends the pairs that have a value.
func appendGiven(pairs, more []request.Pair) []request.Pair {
	for _, m := range more {
		if m.Value != "" {
			pairs = append(pairs, m)
		}
	}
	return pairs
}
