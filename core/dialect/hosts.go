package dialect

import "strings"

// regionMark is what stands for the region in a Host's Pattern.
const regionMark = "{region}"

// Fill is the host of a region. A Pattern that takes none gives itself.
func (h *Host) Fill(region string) string {
	before, after, found := h.around()
	if !found {
		region = ""
	}
	return before + region + after
}

// TakesRegion reports whether the Pattern has a place for a region.
func (h *Host) TakesRegion() bool {
	_, _, found := h.around()
	return found
}

// around is the Pattern before and after the place of the region.
func (h *Host) around() (before, after string, found bool) {
	i := strings.IndexByte(h.Pattern, regionMark[0])
	if i < 0 {
		return h.Pattern, "", false
	}
	return h.Pattern[:i], h.Pattern[i+len(regionMark):], true
}

// Forms are the names that the endpoint option may give, each once.
func (d *Dialect) Forms() (forms []string) {
	for i, h := range d.Hosts {
		if i == 0 || d.Hosts[i-1].Form != h.Form {
			forms = append(forms, h.Form)
		}
	}
	return forms
}

// Host is the host of that form that serves the region; nil for a form that is
// not the row's.
func (d *Dialect) Host(form, region string) (found *Host) {
	for i := range d.Hosts {
		h := &d.Hosts[i]
		if h.Form != form {
			continue
		}
		if h.Region == region && region != "" {
			return h
		}
		if h.Region == "" {
			found = h
		}
	}
	return found
}

// Match is how a host fits one of the row's.
type Match struct {
	Host   *Host
	Region string // region that the host names; empty for none
	Bucket string // bucket in front of the host; empty for none
}

// Match finds the row's host that a host name is, with or without a bucket in
// front: the one that shares the most text, since "oss-accelerate" would be a
// region of "oss-{region}" as well. Host is nil if it is none of them.
func (d *Dialect) Match(name string) (best Match) {
	shared := 0
	for i := range d.Hosts {
		h := &d.Hosts[i]
		m, ok := h.match(name)
		if n := len(h.Fill("")); ok && n > shared {
			best, shared = m, n
		}
	}
	return best
}

func (h *Host) match(name string) (Match, bool) {
	before, after, takesRegion := h.around()
	if !takesRegion {
		bucket, ok := cutHost(name, h.Pattern)
		return Match{h, h.Region, bucket}, ok
	}
	rest, ok := strings.CutSuffix(name, after)
	if !ok {
		return Match{}, false
	}
	// The region is the end of a label, of which the pattern may fix the beginning.
	dot := strings.LastIndexByte(rest, '.') + 1
	patternDot := strings.LastIndexByte(before, '.') + 1
	region, ok := strings.CutPrefix(rest[dot:], before[patternDot:])
	if !ok || region == "" {
		return Match{}, false
	}
	if patternDot == 0 {
		return Match{h, region, strings.TrimSuffix(rest[:dot], ".")}, true
	}
	bucket, ok := cutHost(rest[:dot], before[:patternDot])
	return Match{h, region, bucket}, ok
}

// cutHost takes a host off the end of a name and returns the bucket before it.
func cutHost(name, host string) (bucket string, ok bool) {
	bucket, ok = strings.CutSuffix(name, host)
	if bucket == "" || !ok {
		return "", ok
	}
	return strings.CutSuffix(bucket, ".")
}
