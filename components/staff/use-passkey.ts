'use client'

import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import { useEffect, useState } from 'react'

export type PasskeyQuestion = PublicKeyCredentialRequestOptionsJSON
export type NewPasskeyQuestion = PublicKeyCredentialCreationOptionsJSON

/** Whether this browser knows passkeys on this page: over https, or on the server's own machine. False until it was looked. */
export function usePasskeysHere(): boolean {
  const [here, setHere] = useState(false)
  useEffect(() => setHere(window.isSecureContext && 'PublicKeyCredential' in window), [])
  return here
}

/** The answer of a passkey; null when the person left it or the browser said no. */
export async function answerWithPasskey(question: PasskeyQuestion): Promise<unknown> {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  return startAuthentication({ optionsJSON: question }).catch(() => null)
}

/** A new passkey's half for the server; null likewise, and when the device has one of this account already. */
export async function makePasskey(question: NewPasskeyQuestion): Promise<unknown> {
  const { startRegistration } = await import('@simplewebauthn/browser')
  return startRegistration({ optionsJSON: question }).catch(() => null)
}
