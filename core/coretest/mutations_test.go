package coretest

// mutations take away, one by one, what keeps the machine of core/upload from losing anything.
var mutations = []mutation{
	{"a part's checksum is not compared with the store's", []edit{
		{"parts.go", "if p.comparable(m.sum) {", "if false {"}}},
	{"the object's checksum is not compared with the store's", []edit{
		{"whole.go", "want := m.wholeSum()", "return agree\n\twant := m.wholeSum()"},
		{"put.go", "v := unknown", "v := agree"},
		{"put.go", "if p.comparable(m.sum) {", "if false {"}}},
	{"a part that disagrees twice is sent again", []edit{
		{"parts.go", "if p.has(suspect) {", "if false {"}}},
	{"a 200 to Complete is a success, whatever its body says", []edit{
		{"reply.go", "if !m.good(i, o.Err) {\n\t\treturn\n\t}\n\tswitch op {", `if op == request.Complete && o.Err != nil && o.Err.Status == 200 {
		o.Err = nil
	}
	if !m.good(i, o.Err) {
		return
	}
	switch op {`}}},
	{"a completion without an answer is a success", []edit{
		{"complete.go", "	m.move(unclear)\n", "	m.finish(true, WhyNot)\n"}}},
	{"an upload that is gone cannot have become the object", []edit{
		{"complete.go", "	m.move(unclear)\n", `	if m.missing {
		m.closing = false
		m.fail(uploadGone)
		return
	}
	m.move(unclear)
`}}},
	{"an ETag that CORS rules hide is not asked for", []edit{
		{"parts.go", "	case hidden:\n		err = nil\n", ""}}},
	{"only the first page of the list is read", []edit{
		{"list.go", "page.NextMarker == 0 || m.signed()", "true"}}},
	{"a part that the list does not show as sent counts all the same", []edit{
		{"list.go", "	case listed.Size != size || known && !m.sameETag(listed.Number, listed.ETag):\n		p.forget()\n", "	case listed.Size != size || known && !m.sameETag(listed.Number, listed.ETag):\n"},
		{"list.go", "p.stored() && !p.has(seen)", "false"}}},
	{"a resumed upload is not proven to be of the same file", []edit{
		{"hash.go", "p := &m.parts[i]; p.has(unproven) {", "p := &m.parts[i]; p.has(unproven) && false {"}}},
	{"tries are counted over the whole upload", []edit{
		{"retry.go", "		m.lanes[i].tries = 0\n", "		m.lanes[i].tries += 0\n"}}},
	{"a request on which nothing moves is waited for", []edit{
		{"timeline.go", "			m.stalled(i)\n", ""}}},
	{"events after the end are taken", []edit{
		{"machine.go", "	if m.state.Final() {\n		return nil\n	}\n", ""}}},
	{"requests are started after the end", []edit{
		{"machine.go", "		if before.Final() {\n			return\n		}\n", ""},
		{"timeline.go", "at != t.told && !m.state.Final()", "at != t.told"}}},
	{"a request that must not count any more is not cut", []edit{
		{"lane.go", "		m.emit(ActionCancel).Request = l.request\n", ""}}},
	{"a late answer is taken for the last request's", []edit{
		{"lane.go", "	return -1\n", "	return len(m.lanes) - 1\n"}}},
	{"the store is not told of an abort", []edit{
		{"abort.go", "	default:\n		m.move(abortNow)\n	}\n}\n\n// stopped", "	default:\n		m.move(abortNow)\n		m.end(aborted, orderedAbort)\n	}\n}\n\n// stopped"}}},
	{"parts that were on their way survive an abort", []edit{
		{"abort.go", "removed && m.cutParts && !m.swept", "false"}}},
	{"an upload ID is not saved before the first part is sent", []edit{
		{"abort.go", "	m.save(true)\n", ""}}},
	{"keys that the store refuses are not renewed", []edit{
		{"keys.go", "k.fixes > mostFixes", "true"}}},
	{"several renewals run at a time", []edit{
		{"keys.go", "k.renewing || k.due > m.time.clock", "k.due > m.time.clock"}}},
	{"the clock is not set by the store's", []edit{
		{"keys.go", "|| k.clocks >= mostClocks {", "|| true {"}}},
	{"Retry-After is ignored", []edit{
		{"retry.go", "asked > 0 {", "false {"}}},
	{"requests are sent while offline", []edit{
		{"machine.go", "(m.paused || m.offline) &&", "m.paused &&"}}},
	{"the bytes that are sent go back", []edit{
		{"progress.go", "	now.Sent = max(now.Sent, m.shown.Sent)\n", ""}}},
	{"the bytes that are confirmed go back", []edit{
		{"progress.go", "	now.Confirmed = max(now.Confirmed, m.shown.Confirmed)\n", ""}}},
	{"uploads that may have begun are not counted", []edit{
		{"lane.go", "		m.strays++\n", ""}}},
	{"a request is tried for ever", []edit{
		{"retry.go", "l.tries >= most {", "l.tries >= 1000*most {"}}},
	{"nothing is bounded", []edit{
		{"complete.go", "m.rounds > mostRounds {", "false {"},
		{"keys.go", "k.tries > mostRenewal {", "false {"},
		{"keys.go", "k.fixes > mostFixes {", "false {"},
		{"list.go", "m.restarts > mostRestarts {", "false {"},
		{"put.go", "m.rounds > mostRounds {", "false {"},
		{"retry.go", "l.tries >= most {", "l.tries >= 1000*most {"}}},
	{"anybody's 200 to PutObject is the store's", []edit{
		{"put.go", "m.nameless = !o.Named;", "m.nameless = false;"}}},

	{"the user's deadline is not kept", []edit{
		{"timeline.go", "t.limit != 0 && t.wall >= t.limit && m.state != Aborting", "false"}}},
	{"keys are not renewed before they expire", []edit{
		{"keys.go", "part, needed = 0, !k.life.fresh(m.time.wall)", "part, needed = 0, false"}}},
	{"a snapshot does not know that an upload may have begun", []edit{
		{"snapshot.go", "			s.strays++ // its ID will have no one to come to\n", ""}}},
	{"a snapshot does not know that the object may be there", []edit{
		{"snapshot.go", "		s.closing = true\n", ""}}},
	{"a sleep counts as time", []edit{
		{"timeline.go", "t.due != 0 && late > sleepMs", "late > 1<<60"}}},
	{"a list that cannot be had is asked for again", []edit{
		{"retry.go", "		m.noList = true\n", ""}}},
}
