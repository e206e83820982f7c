CREATE INDEX "passcodes_instead_of" ON "passcodes" USING btree ("instead_of_id");--> statement-breakpoint
CREATE INDEX "passcodes_replaces" ON "passcodes" USING btree ("replaces_id");