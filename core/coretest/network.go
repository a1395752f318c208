package coretest

import (
	"time"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
	"github.com/partway/partway/core/wire"
)

// fault is what goes wrong with one request.
type fault uint8

const (
	noFault         fault = iota
	loseRequest           // it does not arrive, and the page is told
	stallRequest          // it does not arrive, and nobody says so
	loseReply             // it is done, and the page is told that it failed
	stallReply            // it is done, and nothing comes back
	lateReply             // the page is told that it failed, and the answer comes afterwards
	repeatReply           // the answer comes twice
	slowDown              // 503 and Retry-After
	tooMany               // 429
	internalError         // 500, nothing done
	errorAfterwards       // 500, all done
	errorIn200            // a success that carries an error
	damageBody            // a byte changes on the way
	cutReply              // the answer ends in its middle
	strangeReply          // a proxy's page
	emptyReply            // a 200 of somebody else's, with nothing in it
	hideHeaders           // of this answer
	wrongSum              // the store reports another checksum
	losePart              // afterwards, a part is missing
	refuseKeys            // as if they had expired

	faults
)

var faultNames = [faults]string{
	"",
	"lose request",
	"stall request",
	"lose reply",
	"stall reply",
	"late reply",
	"repeat reply",
	"slow down",
	"too many",
	"internal error",
	"error afterwards",
	"error in 200",
	"damage body",
	"cut reply",
	"strange reply",
	"empty reply",
	"hide headers",
	"wrong checksum",
	"lose part",
	"refuse keys",
}

// injects decides whether a fault is injected now; never into more than three requests, or renewals, in a row, so that
// the upload can succeed.
func (w *world) injects(streak *int) bool {
	if w.faults == 0 || *streak >= 3 || !w.percent(w.schedule.faultPercent) {
		*streak = 0
		return false
	}
	w.faults--
	*streak++
	w.injected++
	return true
}

func (w *world) send(a upload.Action) {
	c := &call{action: a, body: w.bodyOf(&a), sent: w.now}
	if a.Op == request.Abort {
		w.abortCalls++
	}
	w.calls = append(w.calls, c)
	w.must(a.Op == request.Abort || !w.machine.Offline(), "%s while offline", a.Op)
	w.must(a.Op == request.Abort || w.now >= w.quiet, "%s before the time that the store asked for", a.Op)
	c.stamp, c.expires = w.wall()+w.offset, w.keysEnd
	args := a.Args
	if w.signs() {
		c.stamp = w.wall() + w.schedule.storeAhead // the signer signs
		if c.expires = 1 << 60; len(c.body) > 0 || a.Op == request.UploadPart || a.Op == request.PutObject {
			c.expires = w.urls[max(a.Part, 1)]
		}
		c.uploadID, args = w.machine.UploadID(), w.signer.puts(&a, w.machine.UploadID())
	}
	if args != nil || !w.signs() {
		built, err := w.schedule.client.Build(a.Op, args...)
		w.must(err == nil, "%s cannot be built: %v", a.Op, err)
		c.request = built
	}
	switch {
	case w.replaced && len(c.body) > 0:
		w.at(
			1,
			occurrence{
				kind:  anEvent,
				event: upload.Event{Kind: upload.EventFailed, Request: a.Request, Reason: upload.ReasonUnreadable},
			},
		)
		c.over = true
		return
	case c.expires == 0:
		w.at(
			1,
			occurrence{
				kind:  anEvent,
				event: upload.Event{Kind: upload.EventFailed, Request: a.Request, Reason: upload.ReasonUnsigned},
			},
		)
		c.over = true
		return
	case w.offline || w.schedule.blackholeAt > 0 && w.now > w.schedule.blackholeAt:
		w.at(int64(w.between(1, 900)), occurrence{kind: answer, call: c})
		return
	}
	c.fault = w.faultFor(c)
	if c.fault != noFault {
		w.note("        fault: %s", faultNames[c.fault])
	}
	w.launch(c)
}

// launch puts a request on its way.
func (w *world) launch(c *call) {
	delay := int64(w.between(5, 300))
	if size := int64(len(c.body)); size > 0 && !w.schedule.config.Blind {
		for _, sent := range [...]int64{size / 2, size} {
			e := upload.Event{Kind: upload.EventProgress, Request: c.action.Request, Bytes: sent}
			w.at(delay*(1+sent)/(2+size), occurrence{kind: anEvent, event: e})
		}
	}
	switch c.fault {
	case stallRequest:
		return
	case loseRequest:
		w.at(delay, occurrence{kind: answer, call: c})
		return
	}
	w.at(delay, occurrence{kind: arrival, call: c})
}

// cancel cancels a request. It may arrive all the same.
func (w *world) cancel(id int) {
	for _, c := range w.calls {
		if c.action.Request == id && !c.over {
			c.cut, c.over = true, true
		}
	}
}

// arrive is a request at the store. Of those that were cancelled, half arrive.
func (w *world) arrive(c *call) {
	if c.cut && w.percent(50) {
		return
	}
	reply, done := w.refuse(c)
	if !done {
		body := c.body
		if c.fault == damageBody && len(body) > 0 {
			body = append([]byte{}, body...)
			body[w.below(len(body))] ^= 0x10
			w.corrupted++
		}
		w.store.now, w.store.sent = w.now, c.sent
		if c.request == nil {
			w.note("signer: %s", c.action.Op)
			reply = w.signer.answer(&c.action, c.uploadID)
		} else {
			if w.log != nil {
				w.note("store: %s", describeRequest(c.request, body))
			}
			reply = w.store.serve(c.request, body)
		}
		w.sinceFail++
		reply = w.alter(c, reply)
	}
	if w.schedule.hideETag && c.action.Op != request.Complete && c.request != nil {
		reply = without(reply, "etag")
	}
	if w.schedule.hideCRC && w.schedule.row.CRC64 != "" && c.request != nil {
		reply = without(reply, w.schedule.row.CRC64)
	}
	w.reply(c, reply)
}

// refuse is the answer of a store that does not do what it was asked for.
func (w *world) refuse(c *call) (request.Reply, bool) {
	s := w.schedule
	storeTime := w.wall() + s.storeAhead
	if c.request == nil {
		return w.signerRefuses(c.fault)
	}
	switch {
	case c.fault == slowDown:
		r := w.store.fault(503, "SlowDown")
		r.Headers = append(r.Headers, request.Pair{Name: "retry-after", Value: "3"})
		return r, true
	case c.fault == tooMany:
		return w.store.fault(429, "TooManyRequests"), true
	case c.fault == internalError:
		return w.store.fault(500, "InternalError"), true
	case c.fault == errorIn200:
		return w.store.fault(200, "InternalError"), true
	case c.fault == strangeReply:
		return request.Reply{Status: 200, Body: []byte("<html><body>log in</body></html>")}, true
	case c.fault == emptyReply:
		return request.Reply{Status: 200}, true
	case c.fault == refuseKeys || w.now > c.expires:
		return w.store.fault(403, "ExpiredToken"), true
	case c.stamp > storeTime+900_000 || c.stamp < storeTime-900_000:
		return w.store.skewed(time.UnixMilli(storeTime).UTC().Format("2006-01-02T15:04:05.000Z")), true
	case s.forbidList && c.action.Op == request.ListParts || s.noHead && c.action.Op == request.HeadObject:
		return w.store.fault(403, "AccessDenied"), true
	}
	return request.Reply{}, false
}

// alter changes the answer to a request that was done.
func (w *world) alter(c *call, r request.Reply) request.Reply {
	if c.request == nil {
		return w.signerAlters(c.fault, r)
	}
	switch c.fault {
	case errorAfterwards:
		return w.store.fault(500, "InternalError")
	case cutReply:
		r.Body = r.Body[:len(r.Body)/2]
	case hideHeaders:
		r = only(r, "content-length") // which CORS rules cannot hide
	case wrongSum:
		for i := range r.Headers {
			switch r.Headers[i].Name {
			case "etag":
				r.Headers[i].Value = `"00000000000000000000000000000000"`
			case w.schedule.row.CRC64:
				r.Headers[i].Value = "1"
			}
		}
	}
	return r
}

// reply sends the answer back.
func (w *world) reply(c *call, r request.Reply) {
	delay := int64(w.between(5, 300))
	if w.schedule.stubborn > 0 && c.action.Part != w.schedule.stubborn {
		delay *= 20 // so that there is time to fail more often than is bearable
	}
	h := occurrence{kind: answer, call: c, reply: r}
	if c.cut && !w.percent(20) {
		return
	}
	switch c.fault {
	case stallReply:
		return
	case loseReply:
		h.reply = request.Reply{}
	case lateReply:
		w.at(delay, occurrence{kind: answer, call: c})
		delay += int64(w.between(1, 3000))
	case repeatReply:
		w.at(delay+int64(w.between(0, 3000)), h)
	}
	w.at(delay, h)
}

// answered tells the machine of an answer, even if it has given the request up: a driver may not know yet.
func (w *world) answered(h *occurrence) {
	c := h.call
	e := upload.Event{Kind: upload.EventFailed, Request: c.action.Request}
	if h.reply.Status != 0 {
		outcome := w.read(c, &h.reply)
		e.Kind, e.Outcome = upload.EventReply, &outcome
		if outcome.Err != nil && outcome.Err.RetryAfter == 3 && !c.over {
			w.quiet = max(w.quiet, w.now+3000)
		}
		if w.signs() && c.action.Op == request.Initiate && outcome.Err == nil && !c.over {
			w.firstURLs()
		}
	}
	c.over = true
	w.handle(e)
}

// signs reports whether there is a signer.
func (w *world) signs() bool { return w.schedule.config.Window > 0 }

// read is what the page makes of an answer.
func (w *world) read(c *call, r *request.Reply) wire.Outcome {
	switch {
	case !w.signs():
		return wire.Read(w.schedule.row, c.action.Op, c.action.Part, r)
	case c.request != nil:
		return wire.ReadSigned(c.action.Op, c.action.Part, r)
	}
	return wire.ReadSigner(c.action.Op, r)
}

// firstURLs hands out the URLs that come with the upload ID, in most runs.
func (w *world) firstURLs() {
	w.urls = [maxParts + 1]int64{}
	if w.percent(70) {
		count := w.schedule.config.Window
		w.handle(upload.Event{Kind: upload.EventRenewed, Part: 1, Count: count, Until: w.newURLs(1, count, 0)})
	}
}
