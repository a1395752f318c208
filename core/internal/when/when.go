// Package when writes and reads the dates of signatures, headers and policies
// from Unix seconds. It works in whole numbers on the proleptic Gregorian
// calendar, always in UTC, for the years 0 to 9999; package time would bring
// its zones and layouts into a page's download.
package when

const secondsPerDay = 24 * 60 * 60

const (
	minUnix = -62167219200 // 0000-01-01T00:00:00Z
	maxUnix = 253402300799 // 9999-12-31T23:59:59Z
)

type date struct{ year, month, day, hour, minute, second, weekday int }

// civil splits Unix seconds; what lies outside the years is moved to their edge.
// The arithmetic counts from March, so that the leap day ends a year, in eras of
// 400 years (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
func civil(unix int64) date {
	unix = min(max(unix, minUnix), maxUnix)
	days, rest := unix/secondsPerDay, unix%secondsPerDay
	if rest < 0 {
		days, rest = days-1, rest+secondsPerDay
	}
	const shift = 719468 + 146097 // days from 0000-03-01 less an era, so that all is positive
	z := days + shift
	era, doe := z/146097, z%146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	m := (5*doy + 2) / 153
	d := date{
		year: int(yoe + (era-1)*400), month: int(m + 3), day: int(doy - (153*m+2)/5 + 1),
		hour: int(rest / 3600), minute: int(rest / 60 % 60), second: int(rest % 60),
		weekday: int((days%7 + 11) % 7), // 1970-01-01 was a Thursday
	}
	if d.month > 12 {
		d.year, d.month = d.year+1, d.month-12
	}
	return d
}

// unix is the reverse of civil for a legal date.
func (d date) unix() int64 {
	y, m := int64(d.year), int64(d.month)-3
	if m < 0 {
		y, m = y-1, m+12
	}
	y += 400
	era, yoe := y/400, y%400
	doe := yoe*365 + yoe/4 - yoe/100 + (153*m+2)/5 + int64(d.day) - 1
	days := (era-1)*146097 + doe - 719468
	return days*secondsPerDay + int64(d.hour)*3600 + int64(d.minute)*60 + int64(d.second)
}

const (
	weekdays = "SunMonTueWedThuFriSat"
	months   = "JanFebMarAprMayJunJulAugSepOctNovDec"
)

// ISO is the moment as signatures write it: "20060102T150405Z".
func ISO(unix int64) string { return format(unix, "%Y%m%dT%H%M%SZ") }

// Day is the UTC day as credential scopes write it: "20060102".
func Day(unix int64) string { return format(unix, "%Y%m%d") }

// RFC3339 is the moment as policies write it: "2006-01-02T15:04:05.000Z".
func RFC3339(unix int64) string { return format(unix, "%Y-%m-%dT%H:%M:%S.000Z") }

// HTTP is the moment as HTTP headers write it: "Mon, 02 Jan 2006 15:04:05 GMT".
func HTTP(unix int64) string { return format(unix, "%a, %d %b %Y %H:%M:%S GMT") }

// format fills in a layout with the letters of strftime that are needed here.
func format(unix int64, layout string) string {
	d := civil(unix)
	b := make([]byte, 0, 32)
	for i := 0; i < len(layout); i++ {
		if layout[i] != '%' {
			b = append(b, layout[i])
			continue
		}
		i++
		b = d.appendField(b, layout[i])
	}
	return string(b)
}

func (d *date) appendField(b []byte, field byte) []byte {
	switch field {
	case 'a':
		return append(b, weekdays[3*d.weekday:3*d.weekday+3]...)
	case 'b':
		return append(b, months[3*d.month-3:3*d.month]...)
	case 'Y':
		return digits(b, d.year, 4)
	case 'm':
		return digits(b, d.month, 2)
	case 'd':
		return digits(b, d.day, 2)
	case 'H':
		return digits(b, d.hour, 2)
	case 'M':
		return digits(b, d.minute, 2)
	}
	return digits(b, d.second, 2)
}

// digits appends v with leading zeros.
func digits(b []byte, v, width int) []byte {
	for unit := [...]int{2: 10, 4: 1000}[width]; unit > 0; unit /= 10 {
		b = append(b, '0'+byte(v/unit%10))
	}
	return b
}
