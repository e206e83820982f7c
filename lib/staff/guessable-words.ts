/** What guessers try first, without what can be computed (runs, repeats, years, names): lower case, letters only. */
export const commonWords = `
password passwort passwd kennwort geheim secret login welcome willkommen hello hallo admin administrator root user guest gast test
default letmein changeme change temp temporary master access please bitte open sesame hotel motel hostel inn resort suite
reception rezeption frontdesk front desk concierge lobby housekeeping manager room zimmer door keydesk key lock code
summer sommer winter autumn herbst fall spring fruehling january januar february februar march maerz april may mai june juni july
juli august september october oktober november december dezember monday montag tuesday dienstag wednesday mittwoch thursday
donnerstag friday freitag saturday samstag sunday sonntag love liebe iloveyou iloveu ichliebedich forever baby angel princess
sunshine superman batman pokemon starwars football fussball baseball basketball soccer dragon monkey shadow michael jordan
jesus computer internet windows google facebook freedom whatever trustno qwerty qwertz azerty zxcvbn yxcvbnm asdfgh company firma
berlin munich muenchen hamburg london paris newyork germany deutschland
`
  .trim()
  .split(/\s+/)
  .sort((left, right) => right.length - left.length)

/** Long ones that stand in every published list although no rule takes them apart; letters and digits only. */
export const commonPhrases: ReadonlySet<string> = new Set(
  `
correcthorsebatterystaple thequickbrownfoxjumpsoverthelazydog thequickbrownfox maytheforcebewithyou tobeornottobe
tobeornottobethatisthequestion onceuponatime itwasthebestoftimes onetwothreefourfive allyourbasearebelongtous
nevergonnagiveyouup iamthewalrus winteriscoming livelongandprosper yabbadabbadoo supercalifragilisticexpialidocious
hakunamatata abrakadabraabrakadabra opensesameopensesame thisismypassword thisisapassword mypasswordispassword
ihateallpasswords idontknowmypassword nopasswordneeded whatismypassword youshallnotpass houstonwehaveaproblem
iloveyouforever iloveyousomuch iloveyoubaby inthebeginningwastheword ourfatherwhoartinheaven godblessamerica
franzjagtimkomplettverwahrlostentaxiquerdurchbayern allemeineentchen aufderwelt dasistmeinpasswort meinpasswortist
lassmichrein lassmichbitterein ichhabedichlieb seinodernichtsein
`
    .trim()
    .split(/\s+/),
)
