ALTER TABLE "passcodes" ADD COLUMN "closed_reason" text;--> statement-breakpoint
ALTER TABLE "passcodes" ADD COLUMN "case_note" text;