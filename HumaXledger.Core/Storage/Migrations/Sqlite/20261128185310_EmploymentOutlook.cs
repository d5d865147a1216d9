using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HumaXledger.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class EmploymentOutlook : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "LookAgainOn",
                table: "Links",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "MainPositionId",
                table: "Links",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Outlook",
                table: "Links",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "OutlookAt",
                table: "Links",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Employment",
                table: "Connections",
                type: "TEXT",
                nullable: false,
                defaultValue: "{\"joinGapDays\":0,\"start\":\"Employment\",\"mainPosition\":\"HumasOwn\"}");

            migrationBuilder.CreateIndex(
                name: "IX_Links_ConnectionId_LookAgainOn",
                table: "Links",
                columns: new[] { "ConnectionId", "LookAgainOn" },
                filter: "\"LookAgainOn\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Links_ConnectionId_LookAgainOn",
                table: "Links");

            migrationBuilder.DropColumn(
                name: "LookAgainOn",
                table: "Links");

            migrationBuilder.DropColumn(
                name: "MainPositionId",
                table: "Links");

            migrationBuilder.DropColumn(
                name: "Outlook",
                table: "Links");

            migrationBuilder.DropColumn(
                name: "OutlookAt",
                table: "Links");

            migrationBuilder.DropColumn(
                name: "Employment",
                table: "Connections");
        }
    }
}
