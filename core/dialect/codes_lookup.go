package dialect

import "strings"

// Code finds what an error code means to this store: in its own row first,
// then in what the stores have in common. The result carries the name that was
// asked for. Letter case counts, as the stores' own lists have it.
func (d *Dialect) Code(name string) (Code, bool) {
	for _, table := range [...][]Code{d.Codes, commonCodes} {
		for _, c := range table {
			if c.covers(name) {
				c.Name = name
				return c, true
			}
		}
	}
	return Code{}, false
}

// covers reports whether name is one of the row's names, which are joined by
// "|": codes that ask for the same reaction share a row, because a page pays
// for every byte of these tables.
func (c Code) covers(name string) bool {
	if name == "" || strings.IndexByte(name, '|') >= 0 {
		return false
	}
	names := c.Name
	for names != "" {
		one, rest, _ := strings.Cut(names, "|")
		if one == name {
			return true
		}
		names = rest
	}
	return false
}
