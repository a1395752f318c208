package signer

import (
	"net/http"
	"strconv"
)

// maxSum is more than the bytes of any store's ETag or checksum.
const maxSum = 256

// completeRequest reads the body of a completion in one pass. A general parser
// makes a value of whatever it finds, which for a body of 1 MB may be hundreds of
// thousands of values; this one makes parts only, most of them at most, and
// passes over the rest.
func completeRequest(text []byte, most int) (in CompleteRequest, f *failure) {
	r := &jsonText{json: text}
	sum, parts := false, false
	for more := r.open('{', "it must be an object"); more; more = r.more('}') {
		switch name := r.name(); {
		case named(name, "parts"):
			r.once(&parts, "parts")
			in.Parts = r.parts(most)
		case named(name, "sum"):
			r.once(&sum, "sum")
			in.Sum = r.sum("sum")
		default:
			r.skip(1)
		}
	}
	if r.blank(); r.at < len(r.json) {
		r.fail("")
	}
	if !r.failed {
		return in, nil
	}
	if r.tooMany {
		return in, refuse(http.StatusBadRequest, "TooManyParts", "parts names more than "+strconv.Itoa(most)+" parts")
	}
	message := "the body is not the JSON that this route takes"
	if r.wrong != "" {
		message += ": " + r.wrong
	}
	return in, refuse(http.StatusBadRequest, "BodyInvalid", message)
}

func (r *jsonText) parts(most int) []CompletePart {
	if r.null() {
		return nil
	}
	parts := []CompletePart{}
	for more := r.open('[', "parts must be a list"); more; more = r.more(']') {
		if len(parts) == most {
			r.tooMany = true
			r.fail("")
			break
		}
		if len(parts) == cap(parts) { // few times: a Worker gets no memory back
			parts = append(make([]CompletePart, 0, min(most, 2*len(parts)+100)), parts...)
		}
		parts = append(parts, r.part())
	}
	return parts
}

func (r *jsonText) part() (p CompletePart) {
	number, etag := false, false
	for more := r.open('{', "parts must be objects with PartNumber and ETag"); more; more = r.more('}') {
		switch name := r.name(); {
		case named(name, "partnumber"):
			r.once(&number, "PartNumber")
			p.PartNumber = r.number("PartNumber")
		case named(name, "etag"):
			r.once(&etag, "ETag")
			p.ETag = r.sum("ETag")
		default:
			r.skip(3)
		}
	}
	return p
}

// once refuses a second member of one name, of which one would be for nothing.
func (r *jsonText) once(seen *bool, name string) {
	if *seen {
		r.fail(name + " is there twice")
	}
	*seen = true
}

// named compares a name in any letter case, as encoding/json does.
func named(name []byte, lower string) bool {
	if len(name) != len(lower) {
		return false
	}
	for i, c := range name {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// sum is a text of a checksum's length.
func (r *jsonText) sum(name string) string {
	if r.null() {
		return ""
	}
	raw, plain, ok := r.quoted()
	if ok && len(raw) > maxSum {
		r.fail(name + " is longer than " + strconv.Itoa(maxSum) + " bytes")
		return ""
	}
	if ok && !plain {
		raw, ok = unescaped(raw)
	}
	if !ok {
		r.fail(name + " must be a text")
		return ""
	}
	return string(raw)
}

func (r *jsonText) number(name string) int {
	if r.null() {
		return 0
	}
	start := r.at
	r.passNumber()
	if r.at-start < 10 {
		if n, err := strconv.Atoi(string(r.json[start:r.at])); err == nil {
			return n
		}
	}
	r.fail(name + " must be a whole number")
	return 0
}
