// Package xml scans and writes the small documents of object stores. It takes
// what stores really send: white space in front, a byte order mark or no
// declaration, any namespace or none, characters that XML 1.0 forbids in text,
// attributes in typographic quotes. It refuses DOCTYPE, so no document can
// define an entity, and holds every document to limits.
//
// encoding/xml is not used because its reflection costs a page more than the
// whole module may weigh; the tests compare the two.
package xml
