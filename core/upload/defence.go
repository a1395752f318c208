package upload

// defence is one of the machine's ways not to lose anything. Tests take them
// away one by one, to see that the simulation in core/coretest notices; in the
// module of a page all stand for good.
type defence uint8

const (
	comparesParts   defence = iota // a part's checksum with the store's
	comparesWhole                  // the object's
	failsOnSecond                  // a part that disagrees twice
	readsSuccess                   // a 200 to Complete to its end
	asksAfterLoss                  // what became of a completion without an answer
	looksWhenGone                  // for the object, if the upload is not known any more
	asksForHidden                  // for ETags that CORS rules hide
	readsAllPages                  // of ListParts
	comparesList                   // what it recorded with what is listed
	provesFile                     // that a resumed upload is of the same file
	resetsTries                    // when the store takes a part
	watchesStalls                  // requests on which nothing moves
	endsOnce                       // takes no event after the end
	endsSilently                   // starts no request after the end
	cutsRequests                   // when they must not count any more
	matchesReplies                 // only with requests that wait for them
	tellsAbort                     // the store
	abortsTwice                    // if parts were on their way
	savesFirst                     // an upload ID before a part is sent
	renewsKeys                     // when the store refuses them
	renewsSingly                   // one renewal at a time
	setsClock                      // by the store's
	waitsAsAsked                   // Retry-After
	waitsOffline                   // sends nothing
	keepsProgress                  // from going back
	countsStrays                   // uploads that may have begun
	boundsTries                    // of anything
	doubtsStrangers                // who answer 200 and show nothing of the store's

	defences
)

var defenceNames = [defences]string{"comparesParts", "comparesWhole", "failsOnSecond", "readsSuccess", "asksAfterLoss",
	"looksWhenGone", "asksForHidden", "readsAllPages", "comparesList", "provesFile", "resetsTries", "watchesStalls",
	"endsOnce", "endsSilently", "cutsRequests", "matchesReplies", "tellsAbort", "abortsTwice", "savesFirst", "renewsKeys",
	"renewsSingly", "setsClock", "waitsAsAsked", "waitsOffline", "keepsProgress", "countsStrays", "boundsTries", "doubtsStrangers"}
