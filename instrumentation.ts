import type { Instrumentation } from 'next'

/** Runs once in the server's process before the first answer; a page or route finds the house open. */
export async function register(): Promise<void> {
  // As text, so that Next leaves the branch out of what it builds for other runtimes.
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { mendAddresses } = await import('./lib/auth/mend-addresses')
  const { notePeerAddresses } = await import('./lib/auth/peer-address')
  const { stopServing, watchServers } = await import('./lib/auth/stop-serving')
  const { startProcess } = await import('./lib/jobs/start-process')
  const { startJobs } = await import('./lib/jobs/start-jobs')
  mendAddresses()
  notePeerAddresses()
  watchServers()
  await startProcess({ startJobs, stopServing })
  // Who develops sees everything.
  if (process.env.NODE_ENV !== 'production') return
  const { house } = await import('./lib/access/house')
  const { tellConsole } = await import('./lib/log/tell-console')
  tellConsole(house().log)
}

/** Whatever a page throws comes by here, from its layouts and parts too. */
export const onRequestError: Instrumentation.onRequestError = async (error, _request, { routePath }) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { house } = await import('./lib/access/house')
  const { tellPageError } = await import('./lib/log/tell-page-error')
  tellPageError(house().log, error, routePath)
}
