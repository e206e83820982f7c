'use client'

import { useEffect } from 'react'
import { dismissToasts } from './toast'

/** A page on which nothing said before stays: whoever was told it may have left. */
export function NoToasts() {
  useEffect(dismissToasts, [])
  return null
}
