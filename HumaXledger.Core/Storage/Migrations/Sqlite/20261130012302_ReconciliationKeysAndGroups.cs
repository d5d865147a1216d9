using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HumaXledger.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ReconciliationKeysAndGroups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "FoundAt",
                table: "PendingChanges",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AccessGroup",
                table: "Connections",
                type: "TEXT",
                maxLength: 50,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "LastCompletedQuickComparisonAt",
                table: "Connections",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Reconciles",
                table: "Connections",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Remedy",
                table: "Alerts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "MissedChanges",
                columns: table => new
                {
                    ConnectionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    HumaId = table.Column<string>(type: "TEXT", nullable: false),
                    Source = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    FirstFoundAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    FoundAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    TakenUpAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MissedChanges", x => new { x.ConnectionId, x.HumaId });
                    table.ForeignKey(
                        name: "FK_MissedChanges_Connections_ConnectionId",
                        column: x => x.ConnectionId,
                        principalTable: "Connections",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Nodes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<string>(type: "TEXT", nullable: false),
                    Certificate = table.Column<string>(type: "TEXT", nullable: true),
                    Certificates = table.Column<string>(type: "TEXT", nullable: false),
                    Settings = table.Column<string>(type: "TEXT", nullable: false),
                    SeenAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Nodes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SettingsDrafts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ConnectionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Section = table.Column<string>(type: "TEXT", nullable: false),
                    Input = table.Column<string>(type: "TEXT", nullable: false),
                    OwnerId = table.Column<string>(type: "TEXT", nullable: false),
                    ChangedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SettingsDrafts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SettingsDrafts_Connections_ConnectionId",
                        column: x => x.ConnectionId,
                        principalTable: "Connections",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ValueKeyRotations",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Cause = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", nullable: false),
                    StartedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    StartedBy = table.Column<string>(type: "TEXT", nullable: false),
                    StartedById = table.Column<string>(type: "TEXT", nullable: true),
                    NewKey = table.Column<string>(type: "TEXT", nullable: true),
                    KeyMadeAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Checked = table.Column<long>(type: "INTEGER", nullable: false),
                    Total = table.Column<long>(type: "INTEGER", nullable: false),
                    Resealed = table.Column<long>(type: "INTEGER", nullable: false),
                    Left = table.Column<long>(type: "INTEGER", nullable: false),
                    KeysDestroyed = table.Column<int>(type: "INTEGER", nullable: false),
                    FinishedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Holder = table.Column<string>(type: "TEXT", nullable: true),
                    HeldUntil = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ValueKeyRotations", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SettingsDrafts_ConnectionId",
                table: "SettingsDrafts",
                column: "ConnectionId");

            migrationBuilder.CreateIndex(
                name: "IX_SettingsDrafts_OwnerId_ConnectionId_Section",
                table: "SettingsDrafts",
                columns: new[] { "OwnerId", "ConnectionId", "Section" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "MissedChanges");

            migrationBuilder.DropTable(
                name: "Nodes");

            migrationBuilder.DropTable(
                name: "SettingsDrafts");

            migrationBuilder.DropTable(
                name: "ValueKeyRotations");

            migrationBuilder.DropColumn(
                name: "FoundAt",
                table: "PendingChanges");

            migrationBuilder.DropColumn(
                name: "AccessGroup",
                table: "Connections");

            migrationBuilder.DropColumn(
                name: "LastCompletedQuickComparisonAt",
                table: "Connections");

            migrationBuilder.DropColumn(
                name: "Reconciles",
                table: "Connections");

            migrationBuilder.DropColumn(
                name: "Remedy",
                table: "Alerts");
        }
    }
}
