CREATE TABLE "retired_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"keys_sealed" text NOT NULL,
	"retired_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "shared_keys" ALTER COLUMN "key_code_sealed" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "guest_keys" ADD COLUMN "note_erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "instructions" ADD COLUMN "answer_erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "instructions" ADD COLUMN "message_erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "instructions" ADD COLUMN "note_erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "passcodes" ADD COLUMN "notes_erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "shared_keys" ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "stays" ADD COLUMN "erased_at" timestamp (3) with time zone;