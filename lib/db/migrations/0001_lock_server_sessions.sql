CREATE TABLE "lock_server_sessions" (
	"connection_id" text PRIMARY KEY NOT NULL,
	"generation" integer DEFAULT 0 NOT NULL,
	"login_print" text DEFAULT '' NOT NULL,
	"account_print" text DEFAULT '' NOT NULL,
	"access_sealed" text,
	"access_expires_at" timestamp (3) with time zone,
	"access_due_at" timestamp (3) with time zone,
	"access_refused" boolean DEFAULT false NOT NULL,
	"refresh_sealed" text,
	"refresh_expires_at" timestamp (3) with time zone,
	"logins_at" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"failed_because" text,
	"quiet_until_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "lock_server_tokens" (
	"connection_id" text NOT NULL,
	"fingerprint" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "lock_server_tokens_connection_id_fingerprint_pk" PRIMARY KEY("connection_id","fingerprint")
);
--> statement-breakpoint
ALTER TABLE "lock_server_sessions" ADD CONSTRAINT "lock_server_sessions_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lock_server_tokens" ADD CONSTRAINT "lock_server_tokens_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "lock_server_tokens_expires" ON "lock_server_tokens" USING btree ("expires_at");