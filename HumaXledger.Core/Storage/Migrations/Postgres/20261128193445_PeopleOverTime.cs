using System;
using HumaXledger.Core.Storage.Links;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace HumaXledger.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class PeopleOverTime : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "KnownInHuma",
                table: "Links",
                type: "text",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "KnownInXledger",
                table: "Links",
                type: "text",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<DateOnly>(
                name: "LookAgainOn",
                table: "Links",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "MainPositionId",
                table: "Links",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "OtherPersonAt",
                table: "Links",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OtherPersonInHuma",
                table: "Links",
                type: "text",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "OtherPersonInXledger",
                table: "Links",
                type: "text",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "Outlook",
                table: "Links",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "OutlookAt",
                table: "Links",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "SameConfirmedAt",
                table: "Links",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SameConfirmedBy",
                table: "Links",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Employment",
                table: "Connections",
                type: "text",
                nullable: false,
                defaultValue: "{\"joinGapDays\":0,\"start\":\"Employment\",\"mainPosition\":\"HumasOwn\"}");

            migrationBuilder.AddColumn<string>(
                name: "ScopeRules",
                table: "Connections",
                type: "text",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.CreateTable(
                name: "DistinctPairs",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ConnectionId = table.Column<Guid>(type: "uuid", nullable: false),
                    HumaId = table.Column<string>(type: "text", nullable: false),
                    XledgerId = table.Column<string>(type: "text", nullable: false),
                    DecidedBy = table.Column<string>(type: "text", nullable: false),
                    DecidedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DistinctPairs", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DistinctPairs_Connections_ConnectionId",
                        column: x => x.ConnectionId,
                        principalTable: "Connections",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

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

            migrationBuilder.CreateIndex(
                name: "IX_DistinctPairs_ConnectionId_HumaId_XledgerId",
                table: "DistinctPairs",
                columns: new[] { "ConnectionId", "HumaId", "XledgerId" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DistinctPairs");

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
