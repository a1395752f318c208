package dialect

// What an error document can say beside its code, for codes that mean something
// else with it.
const (
	Expired   = "expired"   // the word is in the message
	Elsewhere = "elsewhere" // the document names another endpoint or region
)

// CodeSaying is Code for a code whose document says something beside it; "" for
// nothing.
func (d *Dialect) CodeSaying(name, beside string) (Code, bool) {
	if c, known := d.Code(name + "/" + beside); known {
		return c, true
	}
	return d.Code(name)
}

// Code finds what an error code means to this store: in its own row first,
// then in what the stores have in common. The result carries the name that was
// asked for. Letter case counts, as the stores' own lists have it.
func (d *Dialect) Code(name string) (Code, bool) {
	for _, table := range [...][]Code{d.Codes, commonCodes} {
		for i := range table {
			if c := &table[i]; c.covers(name) {
				return Code{name, c.Retry, c.Advice}, true
			}
		}
	}
	return Code{}, false
}

// covers reports whether name is one of the row's names, which are joined by
// "|": codes that ask for the same reaction share a row, because a page pays
// for every byte of these tables.
func (c *Code) covers(name string) bool {
	from := 0
	for i := 0; i <= len(c.Name); i++ {
		if i < len(c.Name) && c.Name[i] != '|' {
			continue
		}
		if c.Name[from:i] == name && name != "" {
			return true
		}
		from = i + 1
	}
	return false
}
