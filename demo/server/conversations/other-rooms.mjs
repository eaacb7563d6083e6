/** What is said in the smaller rooms: `user: text`, a line per message, `\n` for a line break, an empty line for a later talk. */

export const designReview = `aiko: New navigation, three variants: https://design.harbor.example/nav
  aiko: My favourite is B. The others are honest alternatives, not decoys 🙂
  maya: B for me as well. In C, I looked for the search for a while.
  tomas: What happens in B when somebody has forty rooms?
  aiko: It scrolls, the search stays. Prototype has a switch for that, lower left.
  tomas: 👍

  lea: The icons of the second set are a quarter of a pixel lower than the first. Once you see it, you can't stop seeing it.
  aiko: Thank you for ruining my weekend 😄
  aiko: Corrected, all 46 of them.
  alice: They look the same to me, and I love that you two care.

  maya: Contrast of the muted text: 4.3 on the side panel. It has to be 4.5.
  aiko: One step darker is 6.2, next to it nothing changes.
  maya: Take it.

  aiko: @Alice can you check the empty state? The text is yours.
  alice: “Nothing here yet. Write the first message.” Short enough?
  aiko: Perfect.
  lea: 完璧です ✨`;

export const supportEscalations = `carol: Ticket 4821: a customer in Rotterdam cannot upload files above 20 MB.
  jonas: The limit is 100. Which browser?
  carol: Firefox, behind a company proxy.
  jonas: Then it is the proxy: it cuts requests at 20. I can write them what to ask their administrators.
  carol: Please, that would help a lot.

  priya: Ticket 4833, invoices are sent twice. Two customers, same minute.
  bob: The worker was restarted in the middle of a batch, and the batch is not idempotent.
  bob: I have stopped the second run. Nobody else is affected.
  priya: Should I write to them or do you?
  bob: You, please. Tell them that only one of the two is in the books.
  priya: Done. One already answered: “No harm done, thank you for being quick.”

  carol: Ticket 4821 is back from the dead.
  carol: They changed the proxy and now see “error 413”.
  jonas: That is still the proxy, only with better manners.
  jonas: I offered them a call for tomorrow, ten o'clock.
  alice: Put me on it, I know their administrator from the last one.`;

export const berlinOffice = `jonas: Die Kaffeemaschine ist wieder da ☕ Bitte nach dem Aufschäumen einmal durchspülen.
  lea: Danke! Die Woche ohne war lang.
  omar: Wer hat eigentlich den Schlüssel vom Fahrradkeller?
  jonas: Hängt am Empfang, zweites Brett.

  lea: Am Donnerstag kommt der Elektriker, zwischen 8 und 10 ist im dritten Stock kein Strom.
  alice: I am in Berlin on Thursday. Is the second floor fine?
  lea: Yes, and there are free desks by the window.
  alice: 🙌

  jonas: Mittag: heute Kartoffelsuppe beim Italiener. Fragt nicht.
  bob: I have so many questions`;

export const releaseNotes = `maya: Harbor 4.0\\n\\n• Conversations load at once, also on slow lines\\n• Dark theme\\n• Keyboard: everything can be reached without a mouse
  maya: Harbor 4.1\\n\\n• Search in all rooms\\n• Links open in a new tab\\n• 23 corrections
  maya: Harbor 4.2\\n\\n• Faster search, fewer requests\\n• Arabic and Hebrew, right to left\\n• The unread count no longer jumps after a reload`;

export const onboarding = `lea: Welcome to the autumn cohort! 👋 Here you can ask everything, there are no silly questions.
  omar: Hello! I am Omar, from Amman, joining the support team.
  aiko: はじめまして! Aiko, design, Osaka. I brought too many pens.
  priya: Priya, Bengaluru, backend. Happy to be here.
  lea: Your first week:\\n1. Accounts and laptop\\n2. Coffee with your buddy\\n3. One small change that goes live on Friday
  omar: Goes live? In week one? 😳
  lea: Yes. It can be a typo. Tomás's first one was a comma.
  tomas: It was a very good comma.

  aiko: Where do I find the handbook?
  lea: https://docs.harbor.example/handbook, and the part that people miss is at the end.
  aiko: The map of the good bakeries! Thank you.

  priya: My first change is live: “recieve” → “receive”.
  bob: 🎉 That one has been there since 2019.
  carol: Congratulations!`;

export const riyadh = `omar: صباح الخير جميعًا، وصلت مطبوعات المعرض اليوم.
  carol: Great news! How many boxes?
  omar: أربعة صناديق، و٥٠٠ نسخة من الدليل.
  alice: هل الترجمة في الصفحة ١٢ صحيحة؟ I only checked the numbers.
  omar: نعم، راجعتها مرتين: https://docs.harbor.example/ar/guide
  alice: شكرًا عمر! 🌟

  omar: الاجتماع مع العميل غدًا الساعة 10:30 في فندق المطار.
  carol: I will be there, with the demo on two phones.
  omar: ممتاز، نلتقي في البهو.`;

export const lunchClub = `tomas: Tacos on Friday? 🌮
  priya: Yes!
  bob: Only if the green sauce is back
  tomas: It is back. I asked. Twice.
  aiko: I am in 🙋
  lea: 🌮🌮🌮

  carol: Has anybody tried the new place at the canal?
  maya: Good soup, loud music. Go before noon.`;

export const aliceAndBob = `bob: Do you have a minute for the pricing page?
  alice: Sure. Now or after lunch?
  bob: Now is good. It is one sentence only.
  bob: “Two months free” or “Pay ten, get twelve”?
  alice: The first. People should not have to do arithmetic.
  bob: That was quick, thanks 🙂

  alice: Your talk yesterday was great. The part about the queue made it click for me.
  bob: That makes me happy. I had cut it, and put it back at midnight.
  alice: Can you send me the slides?
  bob: https://files.harbor.example/talks/queue.pdf

  bob: I moved our call to 15:30, the electrician is here
  alice: No problem, see you then`;

export const aliceAndMaya = `maya: Thank you for jumping in this morning!
  alice: Any time. How did it go?
  maya: They signed. Two years.
  alice: 🎉🎉🎉
  maya: Cake tomorrow. Don't tell Tomás, he will count the pieces.`;

export const aliceAndCarol = `carol: Are you coming to the Rotterdam call?
  alice: Yes, ten o'clock. I'll bring the logs.
  carol: Perfect. I owe you one.`;

export const bobAndTomas = `tomas: Could you look at the worker once more? It restarted at four this morning.
  bob: Saw it. Out of memory, the batch was too large. Halved it.
  tomas: Gracias!`;
