// Package checksum has the CRCs that object stores report: CRC-64/XZ (OSS and
// COS), CRC-64/NVME and CRC-32C (S3), streaming and combined across parts, so
// that the checksum of an object follows from those of its parts.
//
//	crc := checksum.NewXZ()
//	part1 := crc.Update(0, bytes1)
//	part2 := crc.Update(0, bytes2)
//	whole := crc.Combine(part1, part2, int64(len(bytes2)))
//
// Parameters: https://reveng.sourceforge.io/crc-catalogue/17plus.htm, read 2026-11-22.
package checksum

// The polynomials, bits reversed: the highest bit is the coefficient of x^0.
const (
	polyXZ   = 0xC96C5795D7870F42 // 0x42F0E1EBA9EA3693
	polyNVME = 0x9A6C9329AC4BC9B5 // 0xAD93D23594C93659
	poly32C  = 0x82F63B78         // 0x1EDC6F41
)

// CRC computes one kind of CRC. It is its tables, 32 KiB, which whoever made it
// holds; a stream's state is the sum alone, so one CRC serves any number of
// streams, concurrent ones too. The zero value is not usable.
//
// A sum of CRC-32C is in the lower 32 bits, and the upper are 0.
type CRC struct {
	field
	ones   uint64    // all bits of the width: what a sum is inverted with
	next8  stepTable // moves a register on by the eight bytes that were added to it
	onLane stepTable // moves a register on by laneSize zero bytes
}

// stepTable is a linear function of a register: row 7 holds what each value of
// its lowest byte gives, row 0 the highest.
type stepTable [8]row

type row [256]uint64

// NewXZ is CRC-64/XZ: what OSS and COS call crc64ecma, hash/crc64 the ECMA table.
func NewXZ() *CRC { return newCRC(polyXZ, 64) }

// NewNVME is CRC-64/NVME, the default of S3.
func NewNVME() *CRC { return newCRC(polyNVME, 64) }

// New32C is CRC-32C, by Castagnoli.
func New32C() *CRC { return newCRC(poly32C, 32) }

// newCRC fills the tables. They are made at run time: as data they would be
// most of the WebAssembly module's bytes.
func newCRC(poly uint64, width uint) *CRC {
	c := &CRC{field: field{poly: poly, one: 1 << (width - 1)}}
	c.ones = c.one | (c.one - 1)
	onLane := c.power(laneSize)
	for i := range 8 {
		// Of eight bytes the first has the longest way to go, and all enter at
		// the lowest place; a register's byte stands in its own.
		c.next8[i].fill(c.field, 0, c.power(int64(i)+1))
		c.onLane[i].fill(c.field, 56-uint(i)*8, onLane)
	}
	return c
}

// fill sets t[b] to factor times the byte b that stands place bits up. The
// product is linear, so those of the single bits give all the others. Bits
// above the width count for nothing.
func (t *row) fill(f field, place uint, factor uint64) {
	for bit := 1; bit < len(t); bit <<= 1 {
		product := f.multiply(uint64(bit)<<place, factor)
		for b := range bit {
			t[bit|b] = t[b] ^ product
		}
	}
}

// Combine is the sum of two byte strings put together, from their sums a and b
// and the length in bytes of the second: 0 to 2^56.
func (c *CRC) Combine(a, b uint64, lenB int64) uint64 {
	return c.multiply(a, c.power(lenB)) ^ b
}
