package checksum

// laneSize is the length in bytes of each of the four neighbouring pieces that
// update works on at a time. One CRC waits for its own last lookup; four
// at once keep the memory unit busy. Joining the lanes costs 24 lookups in
// 18 KiB. It is an odd number of cache lines, as lanes 4,096 bytes apart fall
// into the same places of the cache: in one run in WebAssembly (V8 of Node 20,
// an EPYC) those made 1.1 GB/s in the median and these 1.8, 2.07 at best.
const laneSize = 73 * 64

// Update is the sum of what had the sum crc, with b behind it; 0 is the sum of nothing.
func (c *CRC) Update(crc uint64, b []byte) uint64 {
	r := crc ^ c.ones
	for len(b) >= 4*laneSize {
		r = c.fourLanes(r, b)
		b = b[4*laneSize:]
	}
	for len(b) >= 8 {
		r = c.next8.step(r ^ load(b))
		b = b[8:]
	}
	for _, x := range b {
		r = c.next8[0][byte(r)^x] ^ r>>8
	}
	return r ^ c.ones
}

// fourLanes moves the register on over the first four lanes of b. The CRC is
// linear: a lane that starts from 0 is added to what came before it, moved on by
// the lane's length. The body is step four times over, written out because
// -opt=z inlines nothing that is used more than once: calls would leave 1.75 GB/s.
func (c *CRC) fourLanes(r0 uint64, b []byte) uint64 {
	b0, b1 := (*[laneSize]byte)(b), (*[laneSize]byte)(b[laneSize:])
	b2, b3 := (*[laneSize]byte)(b[2*laneSize:]), (*[laneSize]byte)(b[3*laneSize:])
	var r1, r2, r3 uint64
	t := &c.next8
	for i := 0; i < laneSize; i += 8 {
		r0 ^= load(b0[i : i+8])
		r1 ^= load(b1[i : i+8])
		r2 ^= load(b2[i : i+8])
		r3 ^= load(b3[i : i+8])
		r0 = t[7][byte(r0)] ^ t[6][byte(r0>>8)] ^ t[5][byte(r0>>16)] ^ t[4][byte(r0>>24)] ^
			t[3][byte(r0>>32)] ^ t[2][byte(r0>>40)] ^ t[1][byte(r0>>48)] ^ t[0][byte(r0>>56)]
		r1 = t[7][byte(r1)] ^ t[6][byte(r1>>8)] ^ t[5][byte(r1>>16)] ^ t[4][byte(r1>>24)] ^
			t[3][byte(r1>>32)] ^ t[2][byte(r1>>40)] ^ t[1][byte(r1>>48)] ^ t[0][byte(r1>>56)]
		r2 = t[7][byte(r2)] ^ t[6][byte(r2>>8)] ^ t[5][byte(r2>>16)] ^ t[4][byte(r2>>24)] ^
			t[3][byte(r2>>32)] ^ t[2][byte(r2>>40)] ^ t[1][byte(r2>>48)] ^ t[0][byte(r2>>56)]
		r3 = t[7][byte(r3)] ^ t[6][byte(r3>>8)] ^ t[5][byte(r3>>16)] ^ t[4][byte(r3>>24)] ^
			t[3][byte(r3>>32)] ^ t[2][byte(r3>>40)] ^ t[1][byte(r3>>48)] ^ t[0][byte(r3>>56)]
	}
	on := &c.onLane
	return on.step(on.step(on.step(r0)^r1)^r2) ^ r3
}

// step is the table's function of r.
func (t *stepTable) step(r uint64) uint64 {
	return t[7][byte(r)] ^ t[6][byte(r>>8)] ^ t[5][byte(r>>16)] ^ t[4][byte(r>>24)] ^
		t[3][byte(r>>32)] ^ t[2][byte(r>>40)] ^ t[1][byte(r>>48)] ^ t[0][byte(r>>56)]
}

// load reads eight bytes, the first lowest. The compiler makes it one load.
func load(b []byte) uint64 {
	_ = b[7]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}
