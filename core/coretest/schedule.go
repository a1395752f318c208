package coretest

import (
	"github.com/partway/partway/core"
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/plan"
	"github.com/partway/partway/core/upload"
)

// Schedule is what happens in a run, apart from faults of single requests.
type Schedule struct {
	row    *dialect.Dialect
	client *core.Client
	config upload.Config
	plan   plan.Plan // the config's, or the signer's
	file   []byte

	hideETag, hideCRC  bool // the bucket's CORS rules do not expose them
	secret             bool // ETags are no MD5
	forbidList, noHead bool // the keys' policy
	old                bool // an object of that name and size is there already
	page               int
	storeAhead         int64 // the store's clock before ours, milliseconds
	keyLife            int64 // how long keys or URLs live; 0: they do not expire
	faults             int   // how many requests have a fault at most
	faultPercent       int
	orders             []order
	crashes, sleeps    []int64
	outages            []outage
	otherFile          bool // after the first crash, the file has other bytes
	replaceAt          int64
	lifecycleAt        int64 // when the store drops the upload by itself
	blackholeAt        int64 // after which nothing is answered
	zombies            bool  // the store lets parts survive an abort
	stubborn           int   // a part that fails as long as others are taken; 0: none
	poison             int   // a part that the network damages every time; 0: none
	mangle             bool  // the store makes another object than the parts are
}

type order struct {
	at   int64
	kind upload.EventKind
}

type outage struct {
	from, to int64
	told     bool // by EventOffline and EventOnline
}

// clients are made once: they only build requests.
var clients = [...]*core.Client{newClient("oss"), newClient("cos"), newClient("s3")}

func newClient(name string) *core.Client {
	c, err := core.New([]core.Pair{
		{Name: "dialect", Value: name},
		{Name: "bucket", Value: "bucket-1250000000"},
		{Name: "key", Value: "k"},
		{Name: "region", Value: "eu-1"},
		{Name: "endpoint", Value: "http://localhost"},
		{Name: "addressing", Value: "path"},
	})
	if err != nil {
		panic(err)
	}
	return c
}

// draw draws a schedule. In most runs a few things go wrong, in some nothing, in few a lot.
func draw(r *random) *Schedule {
	s := &Schedule{client: clients[r.below(len(clients))]}
	s.row = s.client.Dialect()
	s.drawFile(r)
	s.drawStore(r)
	s.page = r.between(1, 4)
	if r.percent(20) {
		s.storeAhead = int64(r.between(-3, 3)) * 3_600_000
	}
	if r.percent(40) {
		s.keyLife = int64(r.between(5, 200)) * 1000
	}
	if r.percent(85) {
		s.faults, s.faultPercent = r.between(1, 24), r.between(5, 60)
	}
	s.drawUser(r)
	s.drawWorld(r)
	return s
}

func (s *Schedule) drawFile(r *random) {
	c := &s.config
	c.File = "name 1"
	c.Parallel = r.between(1, 6)
	c.Blind = r.percent(15)
	if r.percent(40) {
		c.Window = r.between(1, 4)
		if r.percent(30) {
			c.Window = 20
		}
	}
	partSize := r.between(2, 5)
	size := r.between(0, 8*partSize)
	if r.percent(15) {
		size = r.between(0, partSize)
	}
	if r.percent(3) {
		size = maxParts * partSize
		s.stubborn = r.between(1, 4)
	}
	s.plan = plan.Plan{Size: int64(size), PartSize: int64(partSize), Parts: max((size+partSize-1)/partSize, 1)}
	if s.plan.Parts == 1 {
		s.plan.PartSize, s.plan.Put = int64(size), r.percent(80) || size == 0
	}
	if c.Plan = s.plan; c.Window > 0 {
		c.Plan = plan.Plan{Size: int64(size)}
	}
	if r.percent(5) {
		c.LimitMs = int64(r.between(1, 100)) * 1000
	}
	s.file = make([]byte, size)
	for i := range s.file {
		s.file[i] = byte(r.next())
	}
}

func (s *Schedule) drawStore(r *random) {
	c := &s.config
	switch {
	case s.row.PartCRC != "":
		c.Sum = upload.CRC64XZ
	case r.percent(80):
		c.Sum = upload.MD5
	}
	s.secret = c.Sum == upload.NoSum
	if r.percent(20) {
		s.hideETag, s.hideCRC = r.percent(50), r.percent(50)
	}
	if r.percent(10) && c.Window == 0 {
		s.forbidList, s.noHead = r.percent(50), r.percent(50)
	}
	s.old = r.percent(25)
	s.zombies = r.percent(50)
}

func (s *Schedule) drawUser(r *random) {
	if r.percent(20) {
		at := int64(r.between(0, 8000))
		s.orders = append(
			s.orders,
			order{at, upload.OrderPause},
			order{at + int64(r.between(1, 9000)), upload.OrderResume},
		)
	}
	if r.percent(20) {
		s.orders = append(s.orders, order{int64(r.between(0, 6000)), upload.OrderAbort})
	}
	for r.percent(20) && len(s.crashes) < 4 {
		s.crashes = append(s.crashes, int64(r.between(1, 5000)))
	}
	s.otherFile = len(s.crashes) > 0 && r.percent(25) && s.plan.Size > 0
	if r.percent(4) {
		s.replaceAt = int64(r.between(1, 5000))
	}
}

func (s *Schedule) drawWorld(r *random) {
	if r.percent(15) {
		from := int64(r.between(0, 5000))
		o := outage{from, from + int64(r.between(1000, 6000)), r.percent(60)}
		if o.told {
			o.to += int64(r.below(200_000))
		}
		s.outages = append(s.outages, o)
	}
	if r.percent(10) {
		s.sleeps = append(s.sleeps, int64(r.between(1, 5000)))
	}
	if r.percent(3) {
		s.lifecycleAt = int64(r.between(100, 5000))
	}
	if r.percent(2) {
		s.poison = r.between(1, s.plan.Parts)
	}
	s.mangle = s.row.CRC64 != "" && r.percent(2)
	if r.percent(1) {
		s.blackholeAt = int64(r.between(1, 5000))
	}
}
