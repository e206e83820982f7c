DROP INDEX "audit_events_recent";--> statement-breakpoint
DROP INDEX "audit_events_lock";--> statement-breakpoint
DROP INDEX "audit_events_person";--> statement-breakpoint
CREATE INDEX "audit_events_recent" ON "audit_events" USING btree ("property_id","at","sequence");--> statement-breakpoint
CREATE INDEX "audit_events_lock" ON "audit_events" USING btree ("lock_id","at","sequence");--> statement-breakpoint
CREATE INDEX "audit_events_person" ON "audit_events" USING btree ("person_id","at","sequence");