using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HumaXledger.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class RunAttempt : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Attempt",
                table: "Runs",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "MailedAt",
                table: "Runs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "HeldByGuardCount",
                table: "Plans",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Compared",
                table: "Comparisons",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TokenEntity",
                table: "Comparisons",
                type: "text",
                nullable: true);

            // Whoever waited for a result has read it by now.
            migrationBuilder.Sql("UPDATE \"Runs\" SET \"MailedAt\" = \"FinishedAt\"");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Attempt",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "MailedAt",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "HeldByGuardCount",
                table: "Plans");

            migrationBuilder.DropColumn(
                name: "Compared",
                table: "Comparisons");

            migrationBuilder.DropColumn(
                name: "TokenEntity",
                table: "Comparisons");
        }
    }
}
