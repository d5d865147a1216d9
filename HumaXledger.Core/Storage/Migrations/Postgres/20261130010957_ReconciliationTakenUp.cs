using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HumaXledger.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ReconciliationTakenUp : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "FoundAt",
                table: "PendingChanges",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "FirstFoundAt",
                table: "MissedChanges",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<DateTime>(
                name: "TakenUpAt",
                table: "MissedChanges",
                type: "timestamp with time zone",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "FoundAt",
                table: "PendingChanges");

            migrationBuilder.DropColumn(
                name: "FirstFoundAt",
                table: "MissedChanges");

            migrationBuilder.DropColumn(
                name: "TakenUpAt",
                table: "MissedChanges");
        }
    }
}
