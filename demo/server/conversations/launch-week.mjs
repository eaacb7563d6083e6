/**
 * A long team room. Each text is one conversation, a line per message, told several times with other words from `{one|another}`
 * and other speakers: `A` to `D` stand for people. `\n` inside a line breaks it.
 */
export const launchWeek = [
  `A: {Morning all|Good morning|Hi everyone}. The {pricing|features|sign-up|security} page is on https://staging.harbor.example/{pricing|features|join|security}, please look before {noon|two|the stand-up}.
   B: {Looks sharp|Much better than last week|Really nice}. One question: does the {annual toggle|comparison table|currency picker} start on or off?
   A: {On|Off}. In {March|April|May} that gave us {11|8|14} % more yearly plans, and nobody complained.
   B: {Works for me|Good enough for me|Fine, thanks} 👍`,
  `A: Who can review {#412|#418|#431|#437|#440}? It is {small|short|mostly tests}, I promise
   B: On it
   B: Two remarks, both {tiny|about naming|about the error text}. Approved otherwise.
   A: Fixed both, merging`,
  `A: The {nightly build|Safari run|upload test|Windows build} failed again 😩
   B: Same {timeout|assertion|screenshot} as on {Monday|Tuesday|Thursday}?
   A: Yes. It waits for {the second frame|an image from the CDN|a font that never loads}, and sometimes there is none.
   C: I saw that locally too. Waiting for the event instead of the clock cured it for me.
   A: Trying that now
   A: {Thirty|Fifty|Two hundred} runs in a row, all green ✅`,
  `A: What do we call the button: “Start free” or “Try it now”?
   B: Start free. It says what it costs.
   C: +1
   D: “Try it now” sounds like a television advertisement from the nineties
   A: 😂 Start free it is`,
  `A: Reminder: {copy freeze|string freeze|design freeze} today at {16:00|17:00|15:30}. After that only typos.
   B: Does that include the {e-mails|release notes|app store texts}?
   A: No, those until {Friday|Wednesday}.`,
  `A: Numbers from the beta, week {two|three|four}:\\n• {412|389|467} active teams\\n• {71|68|74} % came back after a week\\n• median answer time {3|4|2} min
   B: Those are {better|quite a bit better} than I hoped
   C: What happened on {Sunday|Saturday}? There is a dip.
   A: Maintenance of the mail provider. It recovered by itself.`,
  `A: The {German|French|Portuguese|Japanese} translation is in. {Somebody|Could someone} who speaks it, please read {the onboarding|the settings|the invoices} once.
   B: I know {somebody|two people} in {Hamburg|Lyon|Porto|Osaka}, sending it over
   A: {Danke|Merci|Obrigada|ありがとう}!`,
  `A: Is {staging|the preview server|the test shop} down for anyone else?
   B: Here too, {502|504} since about ten minutes
   C: That was me, sorry. Certificate renewal; back in a moment.
   C: And it is back
   A: Confirmed, thanks for the quick fix`,
  `A: {Legal|Finance|The data protection officer} asks whether the {trial|invoice|newsletter} sentence can go {below the button|into the footer|on its own line}.
   B: Below, yes. Not into a tooltip, people don't find those.
   A: Agreed, that is what I told them`,
  `A: I wrote down how the rollout goes, hour by hour: https://docs.harbor.example/launch/{runbook|plan|checklist}
   B: Step {4|6|9} needs somebody with database access
   C: I have that, and I am {awake at six|on call anyway}
   A: Put your name there, please`,
  `A: Small thing: in {dark mode|the narrow layout|high contrast} the {badge|divider|placeholder} is nearly invisible
   B: Screenshot?
   A: https://files.harbor.example/shots/{2291|2304|2317|2322}.png
   B: Oh. Yes. Two lines of CSS, give me a minute
   B: Done, have a look after the next build`,
  `A: Does anybody remember why we round {prices|tax|seats} up?
   B: Because of {the Swiss cents|an audit in spring|the old invoices}. There is a comment in the {invoice|billing|quote} module.
   A: Found it, thanks. I'll leave it alone then.`,
  `A: Lunch? {Noodles|Falafel|The place with the soup} at {12:30|12:45|one}
   B: In!
   C: 🙋
   D: Working from home today, eat one for me`,
  `A: Customer call went {well|really well|fine}. They want {single sign-on|audit logs|a second workspace} and would pay for it.
   B: How soon?
   A: They said “this quarter”, they meant “this year”
   C: So, the usual 🙂
   A: I promised them an answer by {Thursday|the 14th|the end of the month}`,
  `A: Load test: {2 000|5 000|8 000} people at once, {95|98|99} % of pages under {300|400|250} ms
   B: And the rest?
   A: Search. The first query after a deploy is slow until the cache is warm.
   C: We can warm it in the deploy step, that is {five|ten} lines
   A: Please do`,
  `A: Can we drop {Internet Explorer from the docs|the old API key page|the second confirmation mail}?
   B: Nobody has opened it since {February|last year}
   A: Then it goes. Branch is {chore/less-is-more|cleanup-42|chore/spring}.`,
  `A: {Press|Newsletter|Blog} text, second version. I cut it by half.
   B: The first sentence is still {35|41|38} words long 😇
   A: “Harbor now answers your customers while they are still on the page.”
   B: That one. Keep that one.
   C: Seconded`,
  `A: Heads-up: in {five|ten} minutes I migrate the {events|messages|invoices} table. Expected downtime: none.
   B: And unexpected?
   A: {Two|Five} minutes, with the fallback
   A: Migration done. No downtime, {3.2|4.8|6.1} million rows, {seven|eleven} minutes.
   B: 🎉🎉`,
  `A: I can't reproduce {HB-207|HB-219|HB-233}. Does it need a special account?
   B: Yes, one with {more than 50 members|an expired trial|two owners}
   A: Ah! Then I see it at once.
   A: The count is taken before the filter. Test and fix are up.`,
  `A: What does the {support|sales|partner} team need from us for {Tuesday|launch day}?
   B: A list of known problems, and one person they can call
   C: I am that person in the morning
   A: And I take the afternoon
   B: Perfect, I'll put both into the plan`,
  `A: Design has a new {empty state|illustration|welcome page} ✨ https://design.harbor.example/file/{a41|b27|c09}
   B: I like how calm it is
   C: Does it also work at 320 px?
   A: It does now 😅`,
  `A: {Quick|Small|Honest} question: who owns {the status page|the mailing list|the demo account}?
   B: Officially nobody
   C: Unofficially me. What is missing?
   A: A line that we launch on {Tuesday|Wednesday}, with a link
   C: Published`,
  `A: Demo rehearsal at {three|four}. The script:\\n1. Sign up with a fresh address\\n2. Invite a colleague\\n3. Answer from the phone\\nPlease have step 3 ready.
   B: My phone is charged, I learned from last time
   A: 😄`,
  `A: The bundle grew by {9|12|15} kB since {Monday|last week}
   B: That is the date library, we need one function of it
   C: Intl can do that by now
   A: Replaced. {Minus|We are down} {14|11|17} kB, and one dependency less.`,
  `A: {Accessibility|Keyboard|Screen reader} pass on the {checkout|settings|invite dialog}: {three|four} findings
   B: How bad?
   A: One real: focus is lost after the dialog closes. The others are labels.
   B: I take the focus one
   C: And I the labels`,
  `omar: مرحبا، هل تمت مراجعة النص العربي {في صفحة الأسعار|في رسائل البريد|في صفحة الدخول}؟
   carol: نعم، راجعته {صباح اليوم|البارحة}. بقيت ملاحظة واحدة: «جرّب الآن» أفضل من «ابدأ تجربة».
   omar: تمام، شكرًا جزيلًا 🙏`,
  `A: {Invoices|Receipts|Quotes} in {yen|Swiss francs|Norwegian kroner} show two decimals too many
   B: The table says 2 for every currency
   A: {JPY|CHF|NOK} needs its own row
   B: Added, with a test for all {31|34} currencies`,
  `A: Did somebody change the DNS of {mail|status|go}.harbor.example?
   B: Last {week|night}, it pointed to the old machine
   A: OK, then my alarm was right and I can go back to sleep
   B: Sorry! I should have said something here`,
  `A: How long do we keep {uploaded files|deleted rooms|access logs}?
   B: {30|90|14} days, then they are gone for good
   A: Is that written anywhere?
   B: Section {3|4|7} of the privacy page
   A: 🙏`,
  `A: We are number {two|three} on the list for the {podcast|meetup|trade fair} 🎙️
   B: Who talks?
   A: I thought of you
   B: …
   B: Fine. But not before the launch.`,
  `A: The e-mail that confirms {an invitation|a new address|a payment} lands in spam at one provider
   B: The sender domain has no DMARC record yet
   C: It has since this morning; give it {a few hours|until tomorrow}
   A: Just tried again: inbox ✅`,
  `A: Feature flags for launch day: new_checkout on, {team_digest|quick_reply|smart_search} off. Objections?
   B: None
   C: I would love to have {team_digest|quick_reply|smart_search} for our own team already
   A: For us it is on`,
  `A: Retro notes are up. The summary: we plan in days and then count in hours.
   B: And we are proud of {the onboarding|zero rollbacks|the tests}, let's write that as well
   A: Added, in bold`,
  `A: This week I am {off on Friday|travelling on Thursday|in Berlin until Wednesday}
   B: Noted. Who has your reviews?
   A: {Take|Ask} whoever is awake. They are all small.`,
  `A: Can I get {ten|fifteen} minutes with somebody who knows the {billing|import|search} code?
   B: Now?
   A: Now would be wonderful
   B: Calling you
   A: That was {nine|twelve} minutes and a great help, thank you`,
  `A: const total = plan.yearly ? base * 10 : base;\\nreturn format(total, { currency, locale }); // two months free
   B: And for teams under {three|five} seats?
   A: Same formula, base is already per team
   B: 👌`,
  `A: The countdown on the {home page|login page} is one day off in {Auckland|Honolulu|Tokyo}
   B: Time zones 😭
   C: Store the instant, format it there
   A: As always. Fixed.`,
  `A: {Seven|Five|Nine} people from the waiting list asked for an export of their data
   B: We have that: Settings → Data → Export
   A: They looked under Account
   C: Then it should {also be|be} there
   B: I'll add a link, that is cheaper than being right`,
];

/** The newest of them, told once: it ends a moment ago. */
export const launchWeekToday = `maya: Morning all. The pricing page is on https://staging.harbor.example/pricing, please look before noon.
  tomas: Looks sharp. One question: does the annual toggle start on or off?
  carol: On. In March it gave us 11 % more yearly plans, and nobody complained.
  alice: And the small print is one line now. Legal is happy, I am happy.
  priya: Then the total is just this:\\nconst price = plan.yearly ? base * 10 : base;\\nreturn format(price, { currency, locale }); // 2 months free
  bob: Ship it 🚢
  jonas: @Alice can you confirm the wording under the button?
  jonas: I would keep “Cancel any time”. It reads calmer than “No contract”.
  alice: Agreed, “Cancel any time” stays.`;
