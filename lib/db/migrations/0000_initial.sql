CREATE TABLE "audit_events" (
	"sequence" bigserial PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"property_id" text,
	"at" timestamp (3) with time zone NOT NULL,
	"event" text NOT NULL,
	"actor_kind" text NOT NULL,
	"person_id" text,
	"actor_label" text NOT NULL,
	"lock_id" text,
	"door_label" text,
	"stay_id" text,
	"instruction_id" text,
	"subject_id" text,
	"reason" text,
	"details" jsonb NOT NULL,
	"request_id" text NOT NULL,
	"bucket" text,
	"count" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "audit_events_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"id" text PRIMARY KEY NOT NULL,
	"property_id" text NOT NULL,
	"base_url" text NOT NULL,
	"prefix" text NOT NULL,
	"path_style" text NOT NULL,
	"account" text,
	"username" text NOT NULL,
	"password_sealed" text NOT NULL,
	"device_mac" text NOT NULL,
	"trust" text NOT NULL,
	"trusted_pem" text,
	"trusted_sha256" text,
	"local_time" boolean DEFAULT false NOT NULL,
	"heartbeat_ms" integer DEFAULT 60000 NOT NULL,
	"callback_on" boolean DEFAULT false NOT NULL,
	"callback_policy" text DEFAULT 'refuse' NOT NULL,
	"callback_days" integer DEFAULT 7 NOT NULL,
	"callback_sender" text DEFAULT 'bearer' NOT NULL,
	"callback_part_sealed" text,
	"callback_part_print" text,
	"version" integer DEFAULT 1 NOT NULL,
	"reached_at" timestamp (3) with time zone,
	"failed_at" timestamp (3) with time zone,
	"failure" text,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "connections_property_id_unique" UNIQUE("property_id"),
	CONSTRAINT "connections_callback_part_print_unique" UNIQUE("callback_part_print")
);
--> statement-breakpoint
CREATE TABLE "gateways" (
	"id" text PRIMARY KEY NOT NULL,
	"property_id" text NOT NULL,
	"name" text NOT NULL,
	"last_heartbeat_at" timestamp (3) with time zone,
	"server_time_at" timestamp (3) with time zone,
	"sampled_at" timestamp (3) with time zone,
	"no_contact_since_at" timestamp (3) with time zone,
	"gone_at" timestamp (3) with time zone,
	"read_failure" text,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "guest_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"property_id" text NOT NULL,
	"lock_id" text NOT NULL,
	"stay_id" text NOT NULL,
	"instruction_id" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"note" text,
	"shown_at" timestamp (3) with time zone,
	"lost_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "guest_keys_instruction_id_unique" UNIQUE("instruction_id")
);
--> statement-breakpoint
CREATE TABLE "instructions" (
	"id" text PRIMARY KEY NOT NULL,
	"property_id" text NOT NULL,
	"kind" text NOT NULL,
	"lock_id" text NOT NULL,
	"door_label" text NOT NULL,
	"lock_name" text NOT NULL,
	"person_id" text,
	"actor_label" text NOT NULL,
	"reason" text,
	"reason_note" text,
	"press_key" text NOT NULL,
	"asked_hash" text NOT NULL,
	"repeats_id" text,
	"details" jsonb NOT NULL,
	"window_starts_at" timestamp (3) with time zone,
	"window_ends_at" timestamp (3) with time zone,
	"intended_at" timestamp (3) with time zone NOT NULL,
	"process_id" text NOT NULL,
	"sending_at" timestamp (3) with time zone,
	"outcome_at" timestamp (3) with time zone,
	"outcome" text,
	"outcome_reason" text,
	"vendor_message" text,
	"answer_sealed" text,
	"answer_print" text,
	"vendor_instruction_id" text,
	"status" integer,
	"status_at" timestamp (3) with time zone,
	"pushed_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	"track_until_at" timestamp (3) with time zone,
	"dismissed_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lock_readings" (
	"lock_id" text NOT NULL,
	"gateway_name" text NOT NULL,
	"property_id" text NOT NULL,
	"signal_dbm" integer,
	"heard_at" timestamp (3) with time zone,
	"server_time_at" timestamp (3) with time zone NOT NULL,
	"sampled_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "lock_readings_lock_id_gateway_name_pk" PRIMARY KEY("lock_id","gateway_name")
);
--> statement-breakpoint
CREATE TABLE "locks" (
	"id" text PRIMARY KEY NOT NULL,
	"property_id" text NOT NULL,
	"name" text NOT NULL,
	"room" text,
	"door" text,
	"common" boolean DEFAULT false NOT NULL,
	"floor" text,
	"proposed_room" text,
	"sort_key" text NOT NULL,
	"sampled_at" timestamp (3) with time zone,
	"read_failure" text,
	"gone_at" timestamp (3) with time zone,
	"changed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "passcode_cancels" (
	"passcode_id" text NOT NULL,
	"instruction_id" text NOT NULL,
	CONSTRAINT "passcode_cancels_passcode_id_instruction_id_pk" PRIMARY KEY("passcode_id","instruction_id"),
	CONSTRAINT "passcode_cancels_instruction_id_unique" UNIQUE("instruction_id")
);
--> statement-breakpoint
CREATE TABLE "passcodes" (
	"id" text PRIMARY KEY NOT NULL,
	"property_id" text NOT NULL,
	"lock_id" text NOT NULL,
	"stay_id" text,
	"set_instruction_id" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"one_time" boolean NOT NULL,
	"note" text,
	"attempt" integer DEFAULT 1 NOT NULL,
	"instead_of_id" text,
	"unfit" text,
	"used_anyway_at" timestamp (3) with time zone,
	"replaces_id" text,
	"hand_over_at" timestamp (3) with time zone,
	"cancel_wanted_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"closed_note" text,
	"lost_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "passcodes_set_instruction_id_unique" UNIQUE("set_instruction_id")
);
--> statement-breakpoint
CREATE TABLE "properties" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"arrival_time" text DEFAULT '15:00' NOT NULL,
	"departure_time" text DEFAULT '11:00' NOT NULL,
	"hotel_day_ends_at" text DEFAULT '05:00' NOT NULL,
	"code_margin_minutes" integer DEFAULT 30 NOT NULL,
	"walk_in_lead_minutes" integer DEFAULT 15 NOT NULL,
	"mobile_keys_on" boolean DEFAULT false NOT NULL,
	"housekeeping_unlocks" boolean DEFAULT false NOT NULL,
	"reasons" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "properties_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "shared_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"property_id" text NOT NULL,
	"delivery_print" text NOT NULL,
	"call_id" text NOT NULL,
	"lock_name" text,
	"lock_id" text,
	"room_name" text,
	"owner_id" text,
	"receiver_phone" text,
	"key_code_sealed" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"decision" text NOT NULL,
	"decision_reason" text NOT NULL,
	"deliveries" integer DEFAULT 1 NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"last_received_at" timestamp (3) with time zone NOT NULL,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"password_changed_at" timestamp (3) with time zone NOT NULL,
	"one_time_password_until" timestamp (3) with time zone,
	"locale" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	CONSTRAINT "people_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone NOT NULL,
	"proved_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"address" text NOT NULL,
	"user_agent" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "setup_codes" (
	"id" integer PRIMARY KEY NOT NULL,
	"code_hash" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"tries_left" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"subject" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_failed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff_roles" (
	"person_id" text NOT NULL,
	"property_id" text NOT NULL,
	"role" text NOT NULL,
	"given_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "staff_roles_person_id_property_id_role_pk" PRIMARY KEY("person_id","property_id","role")
);
--> statement-breakpoint
CREATE TABLE "stays" (
	"id" text PRIMARY KEY NOT NULL,
	"property_id" text NOT NULL,
	"lock_id" text NOT NULL,
	"room_label" text NOT NULL,
	"guest_name" text,
	"booking_number" text,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gateways" ADD CONSTRAINT "gateways_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_keys" ADD CONSTRAINT "guest_keys_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_keys" ADD CONSTRAINT "guest_keys_lock_id_locks_id_fk" FOREIGN KEY ("lock_id") REFERENCES "public"."locks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_keys" ADD CONSTRAINT "guest_keys_stay_id_stays_id_fk" FOREIGN KEY ("stay_id") REFERENCES "public"."stays"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_keys" ADD CONSTRAINT "guest_keys_instruction_id_instructions_id_fk" FOREIGN KEY ("instruction_id") REFERENCES "public"."instructions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instructions" ADD CONSTRAINT "instructions_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instructions" ADD CONSTRAINT "instructions_lock_id_locks_id_fk" FOREIGN KEY ("lock_id") REFERENCES "public"."locks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instructions" ADD CONSTRAINT "instructions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lock_readings" ADD CONSTRAINT "lock_readings_lock_id_locks_id_fk" FOREIGN KEY ("lock_id") REFERENCES "public"."locks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lock_readings" ADD CONSTRAINT "lock_readings_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "locks" ADD CONSTRAINT "locks_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passcode_cancels" ADD CONSTRAINT "passcode_cancels_passcode_id_passcodes_id_fk" FOREIGN KEY ("passcode_id") REFERENCES "public"."passcodes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passcode_cancels" ADD CONSTRAINT "passcode_cancels_instruction_id_instructions_id_fk" FOREIGN KEY ("instruction_id") REFERENCES "public"."instructions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passcodes" ADD CONSTRAINT "passcodes_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passcodes" ADD CONSTRAINT "passcodes_lock_id_locks_id_fk" FOREIGN KEY ("lock_id") REFERENCES "public"."locks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passcodes" ADD CONSTRAINT "passcodes_stay_id_stays_id_fk" FOREIGN KEY ("stay_id") REFERENCES "public"."stays"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passcodes" ADD CONSTRAINT "passcodes_set_instruction_id_instructions_id_fk" FOREIGN KEY ("set_instruction_id") REFERENCES "public"."instructions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_keys" ADD CONSTRAINT "shared_keys_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_keys" ADD CONSTRAINT "shared_keys_lock_id_locks_id_fk" FOREIGN KEY ("lock_id") REFERENCES "public"."locks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_roles" ADD CONSTRAINT "staff_roles_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_roles" ADD CONSTRAINT "staff_roles_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stays" ADD CONSTRAINT "stays_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stays" ADD CONSTRAINT "stays_lock_id_locks_id_fk" FOREIGN KEY ("lock_id") REFERENCES "public"."locks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_events_recent" ON "audit_events" USING btree ("property_id","sequence");--> statement-breakpoint
CREATE INDEX "audit_events_lock" ON "audit_events" USING btree ("lock_id","sequence");--> statement-breakpoint
CREATE INDEX "audit_events_person" ON "audit_events" USING btree ("person_id","sequence");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_events_bucket" ON "audit_events" USING btree ("bucket");--> statement-breakpoint
CREATE UNIQUE INDEX "gateways_property_name" ON "gateways" USING btree ("property_id","name");--> statement-breakpoint
CREATE INDEX "gateways_sampled" ON "gateways" USING btree ("property_id","sampled_at");--> statement-breakpoint
CREATE INDEX "guest_keys_lock" ON "guest_keys" USING btree ("lock_id","ends_at");--> statement-breakpoint
CREATE INDEX "guest_keys_recent" ON "guest_keys" USING btree ("property_id","created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "instructions_press" ON "instructions" USING btree ("property_id","press_key");--> statement-breakpoint
CREATE INDEX "instructions_lock" ON "instructions" USING btree ("lock_id","intended_at");--> statement-breakpoint
CREATE INDEX "instructions_recent" ON "instructions" USING btree ("property_id","intended_at","id");--> statement-breakpoint
CREATE INDEX "instructions_unanswered" ON "instructions" USING btree ("process_id") WHERE "instructions"."outcome" is null;--> statement-breakpoint
CREATE INDEX "instructions_tracked" ON "instructions" USING btree ("property_id","track_until_at") WHERE "instructions"."outcome" = 'accepted' and "instructions"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "instructions_print" ON "instructions" USING btree ("lock_id","answer_print");--> statement-breakpoint
CREATE INDEX "lock_readings_gateway" ON "lock_readings" USING btree ("property_id","gateway_name");--> statement-breakpoint
CREATE UNIQUE INDEX "locks_property_name" ON "locks" USING btree ("property_id","name");--> statement-breakpoint
CREATE INDEX "locks_sort" ON "locks" USING btree ("property_id","sort_key","id");--> statement-breakpoint
CREATE INDEX "locks_room" ON "locks" USING btree ("property_id","room");--> statement-breakpoint
CREATE INDEX "passcodes_lock" ON "passcodes" USING btree ("lock_id","ends_at");--> statement-breakpoint
CREATE INDEX "passcodes_recent" ON "passcodes" USING btree ("property_id","created_at","id");--> statement-breakpoint
CREATE INDEX "passcodes_ends" ON "passcodes" USING btree ("property_id","ends_at");--> statement-breakpoint
CREATE INDEX "passcodes_stay" ON "passcodes" USING btree ("stay_id");--> statement-breakpoint
CREATE UNIQUE INDEX "shared_keys_delivery" ON "shared_keys" USING btree ("property_id","delivery_print");--> statement-breakpoint
CREATE INDEX "shared_keys_recent" ON "shared_keys" USING btree ("property_id","received_at","id");--> statement-breakpoint
CREATE INDEX "shared_keys_lock" ON "shared_keys" USING btree ("lock_id","ends_at");--> statement-breakpoint
CREATE INDEX "sessions_person" ON "sessions" USING btree ("person_id","started_at");--> statement-breakpoint
CREATE INDEX "staff_roles_property" ON "staff_roles" USING btree ("property_id");--> statement-breakpoint
CREATE INDEX "stays_lock" ON "stays" USING btree ("lock_id","ends_at");--> statement-breakpoint
CREATE INDEX "stays_starts" ON "stays" USING btree ("property_id","starts_at");--> statement-breakpoint
CREATE INDEX "stays_ends" ON "stays" USING btree ("property_id","ends_at");