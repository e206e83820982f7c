ALTER TABLE "audit_chains" ADD COLUMN "cut_mac" text NOT NULL;--> statement-breakpoint
INSERT INTO "audit_repeats" ("event_id", "count") SELECT "id", "count" FROM "audit_events" WHERE "count" > 1;--> statement-breakpoint
UPDATE "audit_events" SET "address" = "details"->>'address', "details" = "details" - 'address' WHERE jsonb_exists("details", 'address');--> statement-breakpoint
ALTER TABLE "audit_events" DROP COLUMN "count";
