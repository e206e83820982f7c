CREATE TABLE "permanent_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"property_id" text NOT NULL,
	"lock_id" text NOT NULL,
	"kind" text NOT NULL,
	"instruction_id" text NOT NULL,
	"shown_at" timestamp (3) with time zone,
	"lost_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "permanent_keys_instruction_id_unique" UNIQUE("instruction_id")
);
--> statement-breakpoint
ALTER TABLE "keeper_accounts" ADD COLUMN "person_id" text;--> statement-breakpoint
ALTER TABLE "keeper_accounts" ADD COLUMN "press_key" text NOT NULL;--> statement-breakpoint
ALTER TABLE "keeper_accounts" ADD COLUMN "asked_hash" text NOT NULL;--> statement-breakpoint
ALTER TABLE "keeper_accounts" ADD COLUMN "process_id" text NOT NULL;--> statement-breakpoint
ALTER TABLE "keeper_accounts" ADD COLUMN "sending_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "keeper_accounts" ADD COLUMN "outcome_reason" text;--> statement-breakpoint
ALTER TABLE "keeper_accounts" ADD COLUMN "message_erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "permanent_keys" ADD CONSTRAINT "permanent_keys_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "permanent_keys" ADD CONSTRAINT "permanent_keys_lock_id_locks_id_fk" FOREIGN KEY ("lock_id") REFERENCES "public"."locks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "permanent_keys" ADD CONSTRAINT "permanent_keys_instruction_id_instructions_id_fk" FOREIGN KEY ("instruction_id") REFERENCES "public"."instructions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "permanent_keys_lock" ON "permanent_keys" USING btree ("lock_id","created_at");--> statement-breakpoint
CREATE INDEX "permanent_keys_recent" ON "permanent_keys" USING btree ("property_id","created_at");--> statement-breakpoint
ALTER TABLE "keeper_accounts" ADD CONSTRAINT "keeper_accounts_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "keeper_accounts_press" ON "keeper_accounts" USING btree ("property_id","press_key");