// Rows prints the rows of core/dialect as TypeScript that compiles if the types
// of web/src/types/options.ts say the same: which options a store has, and
// which values each may have. scripts/test/rows.test.mjs compiles it.
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/partway/partway/core/dialect"
)

// head: Same holds for equal types only, not for one that fits into the other.
const head = `import type { Options, UploadOptions } from './options.ts';

type Json = Readonly<Record<string, unknown>>;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Of<D> = Required<Extract<Options, { dialect: D }>>;

// Not of a row: they are the same in every dialect.
type General = keyof UploadOptions | 'dialect' | 'endpoint' | 'region' | 'bucket' | 'key' | 'addressing' | 'credentials' | 'signature' | 'signatureExpires';
`

func main() {
	out := []string{head}
	for _, d := range dialect.All() {
		out = append(out, row(d)...)
	}
	fmt.Fprintln(os.Stdout, strings.Join(out, "\n"))
}

func row(d *dialect.Dialect) []string {
	var names []string
	lines := []string{same(d, "signature", union(d.Schemes))}
	for _, o := range d.Options {
		names = append(names, o.Name)
		lines = append(lines, same(d, o.Name, typeOf(o)))
	}
	all := fmt.Sprintf(
		"export const %s: Same<Exclude<keyof Of<'%s'>, General>, %s> = true;",
		d.Name,
		d.Name,
		union(names),
	)
	return append(lines, all)
}

func same(d *dialect.Dialect, option, want string) string {
	return fmt.Sprintf("export const %s_%s: Same<Of<'%s'>['%s'], %s> = true;", d.Name, option, d.Name, option, want)
}

func typeOf(o dialect.Option) string {
	switch o.Kind {
	case dialect.Enum:
		return union(o.Legal)
	case dialect.Flag, dialect.FlagParam:
		return "boolean"
	case dialect.Integer:
		return "number"
	case dialect.Date, dialect.Instant:
		return "string | Date"
	case dialect.JSON, dialect.Base64JSON:
		return "Json | string"
	case dialect.MetaMap, dialect.TagMap:
		return "Readonly<Record<string, string>>"
	}
	return "string"
}

func union(values []string) string { return "'" + strings.Join(values, "' | '") + "'" }
