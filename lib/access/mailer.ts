/** One mail to one address, as the transport takes it. */
export interface OutgoingMail {
  /** The same for every try: whoever gets it twice sees that it is one. */
  messageId: string
  to: string
  subject: string
  text: string
}

/** The way out for mail; there is none where no mail server is set. */
export interface Mailer {
  /** Whom mail comes from, as set. */
  from: string
  /** Host and port of the mail server, for people. */
  server: string
  /** One attempt within its time limits; throws what `mailFaultOf` can tell. */
  send(mail: OutgoingMail, signal: AbortSignal): Promise<void>
}
