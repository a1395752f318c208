package options

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/internal/when"
)

// dateValue reads a moment in one of three spellings and writes it in the form
// that the header takes.
func dateValue(value string, form func(unix int64) string) (wire, fault string) {
	unix, ok := when.ParseHTTP(value)
	if !ok {
		unix, ok = parseRFC3339(value)
	}
	if !ok {
		unix, ok = parseMillis(value)
	}
	if !ok {
		return "", "is not a date, such as 2026-12-31T23:59:59Z or " + quote(when.HTTP(1798761599)) + "."
	}
	return form(unix), ""
}

// parseRFC3339 drops fractions of a second.
func parseRFC3339(s string) (unix int64, ok bool) {
	const separators = "    -  -  T  :  :  " // a blank is a digit
	if len(s) < len(separators)+1 {
		return 0, false
	}
	basic := make([]byte, 0, 16)
	for i := range len(separators) {
		switch separators[i] {
		case ' ', 'T':
			basic = append(basic, s[i])
		case s[i]:
		default:
			return 0, false
		}
	}
	if unix, ok = when.ParseISO(string(append(basic, 'Z'))); !ok {
		return 0, false
	}
	offset, ok := parseOffset(skipFraction(s[len(separators):]))
	return unix - offset, ok
}

func skipFraction(s string) string {
	if s[0] != '.' {
		return s
	}
	i := 1
	for i < len(s) && '0' <= s[i] && s[i] <= '9' {
		i++
	}
	if i == 1 {
		return s
	}
	return s[i:]
}

// parseOffset reads "Z" or "+08:00", in seconds.
func parseOffset(s string) (seconds int64, ok bool) {
	if s == "Z" {
		return 0, true
	}
	if len(s) != 6 || s[3] != ':' || !digits(s[1:3]) || !digits(s[4:]) || s[1:3] > "23" || s[4:] > "59" {
		return 0, false
	}
	hours, _ := decimal.Parse(s[1:3])
	minutes, _ := decimal.Parse(s[4:])
	seconds = hours*3600 + minutes*60
	if s[0] == '-' {
		seconds = -seconds
	}
	return seconds, s[0] == '+' || s[0] == '-'
}

// parseMillis reads milliseconds since 1970, as Date.now() counts and as the
// page of OSS's initiate describes Expires. Shorter numbers are refused: they
// were meant as seconds.
func parseMillis(s string) (unix int64, ok bool) {
	if len(s) < 12 || len(s) > 15 || !digits(s) || s[0] == '0' {
		return 0, false
	}
	ms, ok := decimal.Parse(s)
	return ms / 1000, ok && ms/1000 <= 253402300799 // the year 9999
}
