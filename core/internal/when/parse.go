package when

// ParseISO reads what ISO writes, and nothing else.
func ParseISO(s string) (unix int64, ok bool) {
	if len(s) != 16 {
		return 0, false
	}
	r := reader{s: s}
	d := date{year: r.number(4), month: r.number(2), day: r.number(2)}
	r.literal("T")
	d.hour, d.minute, d.second = r.number(2), r.number(2), r.number(2)
	r.literal("Z")
	return r.moment(d, ISO)
}

// ParseHTTP reads what HTTP writes (IMF-fixdate of RFC 9110), and nothing else.
func ParseHTTP(s string) (unix int64, ok bool) {
	if len(s) != 29 {
		return 0, false
	}
	r := reader{s: s, at: 5} // the weekday is compared at the end
	d := date{day: r.number(2)}
	r.literal(" ")
	d.month = r.month()
	r.literal(" ")
	d.year = r.number(4)
	r.literal(" ")
	d.hour = r.number(2)
	r.literal(":")
	d.minute = r.number(2)
	r.literal(":")
	d.second = r.number(2)
	return r.moment(d, HTTP)
}

// reader goes through a text of known length; after a fault it stays bad.
type reader struct {
	s   string
	at  int
	bad bool
}

func (r *reader) number(width int) (n int) {
	for end := r.at + width; r.at < end; r.at++ {
		c := r.s[r.at]
		if c < '0' || c > '9' {
			r.bad = true
		}
		n = n*10 + int(c) - '0'
	}
	return n
}

func (r *reader) literal(s string) {
	if r.s[r.at:r.at+len(s)] != s {
		r.bad = true
	}
	r.at += len(s)
}

func (r *reader) month() int {
	name := r.s[r.at : r.at+3]
	r.at += 3
	for m := 1; m <= 12; m++ {
		if months[3*m-3:3*m] == name {
			return m
		}
	}
	r.bad = true
	return 0
}

// moment accepts a date that its format writes back unchanged: that refuses
// 30 February, hour 24 and a wrong weekday in one comparison.
func (r *reader) moment(d date, write func(int64) string) (int64, bool) {
	if r.bad || d.month < 1 || d.month > 12 {
		return 0, false
	}
	unix := d.unix()
	if write(unix) != r.s {
		return 0, false
	}
	return unix, true
}
