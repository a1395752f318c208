package coretest

// mutations take away, one by one, what keeps the machine of core/upload from losing anything.
var mutations = []mutation{
	{"a part's checksum is not compared with the store's", []edit{
		{"ledger.go", "	case unequal:\n		return p.doubt()\n", ""}}},
	{"the object's checksum is not compared with the store's", []edit{
		{"whole.go", "	want := l.wholeSum()\n", "	want := l.wholeSum()\n	crc, etag = want, want\n"},
		{"put.go", "switch c := p.compare(m.sum); {", "switch c := equal; {"}}},
	{"a part that disagrees twice is sent again", []edit{
		{"part.go", "if p.has(suspect) {", "if false {"}}},
	{"a 200 to Complete is a success, whatever its body says", []edit{
		{"reply.go", "	op := m.tasks[i].op\n", `	op := m.tasks[i].op
	if op == request.Complete && o.Err != nil && o.Err.Status == 200 {
		o.Err = nil
	}
`}}},
	{"a completion without an answer is a success", []edit{
		{"complete.go", "	m.move(onUnclear)\n", "	m.finish(true, WhyNot)\n"}}},
	{"an upload that is gone cannot have become the object", []edit{
		{"complete.go", "	m.move(onUnclear)\n", `	if m.noUpload {
		m.uncertain = false
		m.fail(causeUploadGone)
		return
	}
	m.move(onUnclear)
`}}},
	{"an ETag that CORS rules hide is not asked for", []edit{
		{"sending.go", "		err = nil\n", ""}}},
	{"only the first page of the list is read", []edit{
		{"list.go", "page.NextMarker == 0 || m.hasSigner()", "true"}}},
	{"a part that the list shows otherwise counts all the same", []edit{
		{"list.go", "entry.ETag):\n		p.forget()\n", "entry.ETag):\n"},
		{"list.go", "	m.parts.forgetUnlisted()\n", ""}}},
	{"a part that the list does not show counts all the same", []edit{
		{"list.go", "	m.parts.forgetUnlisted()\n", ""}}},
	{"a resumed upload is not proven to be of the same file", []edit{
		{"hash.go", "p := &m.parts[i]; p.has(unproven) {", "p := &m.parts[i]; p.has(unproven) && false {"}}},
	{"failures are counted over the whole upload", []edit{
		{"reply.go", "	m.tasks.gotFurther()\n", ""}}},
	{"a request on which nothing moves is waited for", []edit{
		{"timeline.go", "			m.stalled(i)\n", ""}}},
	{"events after the end are taken", []edit{
		{"machine.go", "	if m.state.Final() {\n		return nil\n	}\n", ""}}},
	{"requests are started after the end", []edit{
		{"machine.go", "		if before.Final() {\n			return\n		}\n", ""},
		{"timeline.go", "changed && !m.state.Final()", "changed"}}},
	{"a request of a state that has ended is not cancelled", []edit{
		{"task.go", "		m.emit(ActionCancel).Request = t.request\n", ""}}},
	{"a late answer is taken for the last request's", []edit{
		{"task.go", "	return -1\n", "	return len(list) - 1\n"}}},
	{"the store is not told of an abort", []edit{
		{"abort.go", "	default:\n		m.move(onAbort)\n", `	default:
		m.move(onAbort)
		m.end(onRemoved, causeAbort)
`}}},
	{"parts that were on their way survive an abort", []edit{
		{"abort.go", "removed && m.partsCut && !m.abortedOnce", "false"}}},
	{"an upload ID is not saved before the first part is sent", []edit{
		{"begin.go", "	m.save(true)\n", ""}}},
	{"keys that the store refuses are not renewed", []edit{
		{"keys.go", "k.refusals > maxRefusals {", "true {"}}},
	{"several renewals run at a time", []edit{
		{"keys.go", "k.renewing || k.notBefore > m.time.now", "k.notBefore > m.time.now"}}},
	{"keys are not renewed before they expire", []edit{
		{"keys.go", "part, needed = 0, !k.life.fresh(m.time.wall)", "part, needed = 0, false"}}},
	{"the clock is not set by the store's", []edit{
		{"keys.go", "|| k.clockSets >= maxClockSets {", "|| true {"}}},
	{"Retry-After is ignored", []edit{
		{"retry.go", "asked > 0 {", "false {"}}},
	{"requests are sent while offline", []edit{
		{"machine.go", "(m.paused || m.offline) &&", "m.paused &&"}}},
	{"the bytes that are sent go back", []edit{
		{"progress.go", "	now.Sent = max(now.Sent, m.shown.Sent)\n", ""}}},
	{"the bytes that are confirmed go back", []edit{
		{"progress.go", "	now.Confirmed = max(now.Confirmed, m.shown.Confirmed)\n", ""}}},
	{"uploads that may have begun are not counted", []edit{
		{"task.go", "		m.strays++\n", ""}}},
	{"a request is tried for ever", []edit{
		{"retry.go", "t.failures >= maxTriesOf(t.op, e.Status) {", "t.failures >= 1000*maxTriesOf(t.op, e.Status) {"}}},
	{"nothing is bounded", []edit{
		{"complete.go", "m.inquiries > maxInquiries {", "false {"},
		{"keys.go", "k.tries > maxRenewals {", "false {"},
		{"keys.go", "k.refusals > maxRefusals {", "false {"},
		{"list.go", "m.restarts > maxRestarts {", "false {"},
		{"put.go", "m.inquiries > maxInquiries {", "false {"},
		{"retry.go", "t.failures >= maxTriesOf(t.op, e.Status) {", "t.failures >= 1000*maxTriesOf(t.op, e.Status) {"}}},
	{"anybody's 200 to PutObject is the store's", []edit{
		{"put.go", "m.anonymous = !o.Named;", "m.anonymous = false;"}}},
	{"the user's deadline is not kept", []edit{
		{"timeline.go", "t.deadline != 0 && t.wall >= t.deadline && m.state != Aborting", "false"}}},
	{"a snapshot does not know that an upload may have begun", []edit{
		{"snapshot.go", "			s.strays++ // nobody will learn its ID\n", ""}}},
	{"a snapshot does not know that the object may be there", []edit{
		{"snapshot.go", "		s.uncertain = true\n", ""}}},
	{"a sleep counts as time", []edit{
		{"timeline.go", "t.now+passed-t.due > sleepMs", "t.now+passed-t.due > 1<<60"}}},
	{"a list that cannot be had is asked for again", []edit{
		{"retry.go", "		m.noList = true\n", ""}}},
}
