ALTER TABLE "sessions" ADD COLUMN "pin_proved_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "full_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "sessions_computer" ON "sessions" USING btree ("computer_id","full_at");