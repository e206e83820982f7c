export * from './leases'
