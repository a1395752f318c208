package xml

import (
	"bytes"
	stdxml "encoding/xml"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// flat writes the tokens of a document in a form that tests can read:
// +name -name "text".
func flat(doc string) (string, Fault) {
	s := New([]byte(doc))
	var b strings.Builder
	for {
		switch s.Next() {
		case End:
			return b.String(), s.Fault
		case Open:
			b.WriteString("+" + string(s.Name) + " ")
		case Close:
			b.WriteString("-" + string(s.Name) + " ")
		case Text:
			b.WriteString("\"" + string(s.Text) + "\" ")
		}
	}
}

func TestScanner(t *testing.T) {
	for _, c := range []struct {
		name, doc, want string
		fault           Fault
	}{
		{"plain", `<a><b>x</b></a>`, `+a +b "x" -b -a `, None},
		{"declaration", `<?xml version="1.0" encoding="UTF-8"?><a/>`, `+a -a `, None},
		{"white space and BOM", "\ufeff \r\n\t<a ></a >\n", `+a -a `, None},
		{"namespace", `<o:a xmlns:o="http://x/"><o:b/></o:a>`, `+a +b -b -a `, None},
		{"typographic quotes", `<a xmlns=”http://doc.oss-cn-hangzhou.aliyuncs.com”>x</a>`, `+a "x" -a `, None},
		{"greater-than in a quoted attribute", `<a b="x>y" c='>'>z</a>`, `+a "z" -a `, None},
		{"entities", `<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x4e2d;</a>`, `+a "<>&"'A中" -a `, None},
		{"control characters", "<a>x\x01\x00&#1;y</a>", "+a \"x\x01\x00\x01y\" -a ", None},
		{"stray ampersands", `<a>a&b &none; &#; &#xZ; &#1114112; &#x12345678901234567;</a>`, `+a "a&b &none; &#; &#xZ; &#1114112; &#x12345678901234567;" -a `, None},
		{"CDATA", `<a>x<![CDATA[<&amp;>]]>y</a>`, `+a "x" "<&amp;>" "y" -a `, None},
		{"comment and instruction", `<!-- <b> --><a>x<!-- & -->y<?p q?></a><!-- -->`, `+a "x" "y" -a `, None},
		{"line ends", "<a>1\r\n2\r3&#13;</a>", "+a \"1\n2\n3\r\" -a ", None},
		{"white space text kept", "<a>\n <b/>\n</a>", "+a \"\n \" +b -b \"\n\" -a ", None},

		{"empty", ``, ``, Truncated},
		{"white space only", " \n", ``, Truncated},
		{"cut in text", `<a><b>x`, `+a +b "x" `, Truncated},
		{"cut in a tag", `<a><b`, `+a `, Truncated},
		{"cut in a closing tag", `<a></a`, `+a `, Truncated},
		{"cut in CDATA", `<a><![CDATA[x`, `+a `, Truncated},
		{"cut in a comment", `<a><!-- x -`, `+a `, Truncated},
		{"cut in the mark of CDATA", `<a><![CD`, `+a `, Malformed},
		{"cut in a quote", `<a b="></a>`, ``, Truncated},
		{"cut in the declaration", `<?xml version="1.0"`, ``, Truncated},

		{"doctype", `<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>`, ``, Malformed},
		{"html", `<!doctype html><html><br></html>`, ``, Malformed},
		{"wrong close", `<a></b>`, `+a `, Malformed},
		{"close of another prefix", `<x:a></y:a>`, `+a `, Malformed},
		{"close without open", `</a>`, ``, Malformed},
		{"two roots", `<a/><b/>`, `+a -a `, Malformed},
		{"text in front", `x<a/>`, ``, Malformed},
		{"text behind", `<a/>x`, `+a -a `, Malformed},
		{"CDATA outside", `<![CDATA[x]]><a/>`, ``, Malformed},
		{"no name", `<><a/>`, ``, Malformed},
		{"prefix alone", `<a:/>`, ``, Malformed},
		{"name begins with a digit", `<1/>`, ``, Malformed},
		{"JSON", `{"a":1}`, ``, Malformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, fault := flat(c.doc)
			require.Equal(t, c.want, got)
			require.Equal(t, c.fault, fault)
		})
	}
}

func TestLimits(t *testing.T) {
	nested := func(depth int) string { return strings.Repeat("<a>", depth) + strings.Repeat("</a>", depth) }
	for name, row := range map[string]struct {
		doc  string
		want Fault
	}{
		"depth":             {nested(MaxDepth), None},
		"too deep":          {nested(MaxDepth + 1), TooLarge},
		"too deep, empty":   {strings.Repeat("<a>", MaxDepth) + "<b/>", TooLarge},
		"elements":          {"<a>" + strings.Repeat("<b/>", MaxElements-1) + "</a>", None},
		"too many elements": {"<a>" + strings.Repeat("<b/>", MaxElements) + "</a>", TooLarge},
		"bytes":             {"<a>" + strings.Repeat("x", MaxBytes-len("<a></a>")) + "</a>", None},
		"too many bytes":    {"<a>" + strings.Repeat("x", MaxBytes-len("<a></a>")) + "</a>\n", TooLarge},
	} {
		_, fault := flat(row.doc)
		require.Equal(t, row.want, fault, name)
	}
}

func TestEndIsForGood(t *testing.T) {
	for doc, want := range map[string][]Kind{`<a/>`: {Open, Close}, `<a>x`: {Open, Text}, `<a></b>`: {Open}, `<1/>`: {}, "": {}} {
		s := New([]byte(doc))
		for _, kind := range want {
			require.Equal(t, kind, s.Next(), doc)
		}
		for range 3 {
			require.Equal(t, End, s.Next(), doc)
		}
	}
}

func TestWriter(t *testing.T) {
	require.Equal(t, "<b>\"x\" &#38; &#60;y&#62; &#13;\n\t&#0;中</b>", Element("b", "\"x\" & <y> \r\n\t\x00中"))
	require.Equal(t, "<b></b>", Element("b", ""))
}

// FuzzScanner: no document takes more tokens than its length allows, and what
// opens closes.
func FuzzScanner(f *testing.F) {
	for _, doc := range []string{`<a x="1">t&amp;<![CDATA[c]]></a>`, `<a`, `<!DOCTYPE a>`, "\ufeff<a/>", `<a:b/>`, `<?x?><!----><a>&#x41;</a>`} {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		s := New(doc)
		var open []string
		for n := 0; ; n++ {
			require.LessOrEqual(t, n, len(doc)+1)
			switch s.Next() {
			case Open:
				open = append(open, string(s.Name))
				require.LessOrEqual(t, len(open), MaxDepth)
			case Close:
				require.Equal(t, open[len(open)-1], string(s.Name))
				open = open[:len(open)-1]
			case Text:
				require.NotEmpty(t, open)
			case End:
				if s.Fault == None {
					require.Empty(t, open)
				}
				return
			}
		}
	})
}

// FuzzRoundTrip: what the writer wrote, the scanner reads back, and so does
// the standard library where XML 1.0 allows the characters.
func FuzzRoundTrip(f *testing.F) {
	for _, s := range []string{"", `"d41d8"`, "a&b<c>d", "\r\n\t ", "\x00\x1b", "]]>", "&amp;", "中\U0001F600"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		doc := Element("a", text)
		got, fault := flat(doc)
		require.Equal(t, None, fault)
		if text == "" {
			require.Equal(t, "+a -a ", got)
			return
		}
		require.Equal(t, "+a \""+text+"\" -a ", got)
		var std string
		if stdxml.Unmarshal([]byte(doc), &std) == nil {
			require.Equal(t, text, std)
		}
	})
}

// FuzzAgainstStandardLibrary: a document that encoding/xml takes is read the
// same here, unless we refuse it on purpose.
func FuzzAgainstStandardLibrary(f *testing.F) {
	for _, doc := range []string{
		`<?xml version="1.0"?><a xmlns="u"><b c="d>e">x &amp; y</b><b/></a>`,
		"<a>1\r\n2\r3<![CDATA[ \r]]><!-- c --></a>", "<a><![CDATA[]]></a>", "<a>1<![CDATA[]]>2</a>", `<a>" "</a>`, `<a>&#65;&#x10FFFF;&quot;</a>`, `<p:a xmlns:p="u"><p:b></p:b></p:a>`,
	} {
		f.Add(doc)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		want, ok := standard(doc)
		if !ok {
			return
		}
		got, fault := flat(doc)
		require.Equal(t, None, fault, "%q", doc)
		require.Equal(t, joined(want), joined(got), "%q", doc)
	})
}

// joined makes one text of those that follow each other, and none of empty ones.
func joined(flat string) string {
	return strings.ReplaceAll(strings.ReplaceAll(flat, `" "`, ""), `"" `, "")
}

// standard is flat by the standard library; ok is false for documents that it
// refuses, and for those that ours may refuse or read in its own way.
func standard(doc string) (flat string, ok bool) {
	if strings.Contains(doc, "<!D") || strings.Contains(doc, `"`) && strings.Contains(doc, "'") ||
		!utf8.ValidString(doc) {
		return "", false
	}
	d := stdxml.NewDecoder(bytes.NewReader([]byte(doc)))
	var b strings.Builder
	depth, roots := 0, 0
	for {
		tok, err := d.RawToken()
		if err == io.EOF {
			return strings.ReplaceAll(b.String(), `" "`, ""), depth == 0 && roots == 1 && balanced(doc)
		}
		if err != nil {
			return "", false
		}
		switch tok := tok.(type) {
		case stdxml.Directive:
			return "", false
		case stdxml.StartElement:
			if depth == 0 {
				roots++
			}
			if depth++; depth > MaxDepth || odd(tok.Name) {
				return "", false
			}
			b.WriteString("+" + tok.Name.Local + " ")
		case stdxml.EndElement:
			depth--
			b.WriteString("-" + tok.Name.Local + " ")
		case stdxml.CharData:
			if depth == 0 && !blank(tok) {
				return "", false
			}
			if depth > 0 && len(tok) > 0 {
				b.WriteString("\"" + string(tok) + "\" ")
			}
		}
	}
}

// odd names are those with more than one colon, which the two split in
// different places and no store sends.
func odd(n stdxml.Name) bool { return strings.Contains(n.Local, ":") || strings.Contains(n.Space, ":") }

// balanced asks the checking decoder whether every tag is matched.
func balanced(doc string) bool {
	d := stdxml.NewDecoder(strings.NewReader(doc))
	for {
		if _, err := d.Token(); err != nil {
			return err == io.EOF
		}
	}
}
