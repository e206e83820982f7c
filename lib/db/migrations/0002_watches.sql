CREATE TABLE "watches" (
	"property_id" text NOT NULL,
	"process_id" text NOT NULL,
	"pages" jsonb NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "watches_property_id_process_id_pk" PRIMARY KEY("property_id","process_id")
);
--> statement-breakpoint
ALTER TABLE "gateways" ADD COLUMN "age_ms" bigint;--> statement-breakpoint
ALTER TABLE "watches" ADD CONSTRAINT "watches_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE no action ON UPDATE no action;