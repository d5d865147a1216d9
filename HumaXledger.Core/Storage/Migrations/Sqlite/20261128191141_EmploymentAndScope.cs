using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HumaXledger.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class EmploymentAndScope : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "KnownInHuma",
                table: "Links",
                type: "TEXT",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "KnownInXledger",
                table: "Links",
                type: "TEXT",
                nullable: false,
                defaultValue: "{}");

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

            migrationBuilder.AddColumn<DateTime>(
                name: "OtherPersonAt",
                table: "Links",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OtherPersonInHuma",
                table: "Links",
                type: "TEXT",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "OtherPersonInXledger",
                table: "Links",
                type: "TEXT",
                nullable: false,
                defaultValue: "{}");

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

            migrationBuilder.AddColumn<DateTime>(
                name: "SameConfirmedAt",
                table: "Links",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SameConfirmedBy",
                table: "Links",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Employment",
                table: "Connections",
                type: "TEXT",
                nullable: false,
                defaultValue: "{\"joinGapDays\":0,\"start\":\"Employment\",\"mainPosition\":\"HumasOwn\"}");

            migrationBuilder.AddColumn<string>(
                name: "ScopeRules",
                table: "Connections",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.CreateIndex(
                name: "IX_Links_ConnectionId_LookAgainOn",
                table: "Links",
                columns: new[] { "ConnectionId", "LookAgainOn" },
                filter: "\"LookAgainOn\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Links_ConnectionId_OtherPersonAt",
                table: "Links",
                columns: new[] { "ConnectionId", "OtherPersonAt" },
                filter: "\"OtherPersonAt\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Links_ConnectionId_LookAgainOn",
                table: "Links");

            migrationBuilder.DropIndex(
                name: "IX_Links_ConnectionId_OtherPersonAt",
                table: "Links");

            migrationBuilder.DropColumn(
                name: "KnownInHuma",
                table: "Links");

            migrationBuilder.DropColumn(
                name: "KnownInXledger",
                table: "Links");

            migrationBuilder.DropColumn(
                name: "LookAgainOn",
                table: "Links");

            migrationBuilder.DropColumn(
                name: "MainPositionId",
                table: "Links");

            migrationBuilder.DropColumn(
                name: "OtherPersonAt",
                table: "Links");

            migrationBuilder.DropColumn(
                name: "OtherPersonInHuma",
                table: "Links");

            migrationBuilder.DropColumn(
                name: "OtherPersonInXledger",
                table: "Links");

            migrationBuilder.DropColumn(
                name: "Outlook",
                table: "Links");

            migrationBuilder.DropColumn(
                name: "OutlookAt",
                table: "Links");

            migrationBuilder.DropColumn(
                name: "SameConfirmedAt",
                table: "Links");

            migrationBuilder.DropColumn(
                name: "SameConfirmedBy",
                table: "Links");

            migrationBuilder.DropColumn(
                name: "Employment",
                table: "Connections");

            migrationBuilder.DropColumn(
                name: "ScopeRules",
                table: "Connections");
        }
    }
}
