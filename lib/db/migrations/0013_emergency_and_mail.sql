CREATE TABLE "mails" (
	"id" text PRIMARY KEY NOT NULL,
	"property_id" text NOT NULL,
	"kind" text NOT NULL,
	"about" text NOT NULL,
	"to_address" text NOT NULL,
	"language" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"tried_at" timestamp (3) with time zone,
	"fault" text,
	"sent_at" timestamp (3) with time zone,
	"gave_up_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "instructions" ADD COLUMN "emergency" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "properties" ADD COLUMN "heads_mail_to" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "mails_once" ON "mails" USING btree ("property_id","kind","about","to_address");--> statement-breakpoint
CREATE INDEX "mails_recent" ON "mails" USING btree ("property_id","at");--> statement-breakpoint
CREATE INDEX "instructions_unexplained" ON "instructions" USING btree ("property_id","intended_at") WHERE "instructions"."emergency" and "instructions"."reason" is null;